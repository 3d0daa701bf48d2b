"""Close a case whose result was delivered; from now on it is read-only."""

import datetime as dt

from tongban.cases.queries.reading import read_case
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.parties.rules.actor import Actor


@retried
def close(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """End the business of a delivered case. Raises NotFound, NotYours, NotAllowedNow."""
    facts = read_case(number, actor)
    allow(facts, "close", actor)
    return step(facts, "close", actor=actor, at=at)
