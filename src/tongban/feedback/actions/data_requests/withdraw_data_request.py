"""Take a request about one's data back."""

import datetime as dt

from tongban.kernel.clock import day_of
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, retried, step
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


@retried
def withdraw_data_request(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Close it at the wish of who asked. Raises NotYours, NotAllowedNow, NotFound."""
    facts = read(number, actor=actor, kind="data_request")
    writes = stop(facts.running("answer"), day_of(at))
    return step(facts, "withdraw_data_request", actor=actor, at=at, writes=writes)
