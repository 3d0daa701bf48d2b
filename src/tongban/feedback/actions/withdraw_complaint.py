"""Take a question or a complaint back."""

import datetime as dt

from tongban.kernel.clock import day_of
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, retried, step
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


@retried
def withdraw_complaint(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Close it at the wish of who wrote it. Raises NotYours, NotAllowedNow, NotFound."""
    facts = read(number, actor=actor, kind="complaint")
    return step(facts, "withdraw_complaint", actor=actor, at=at, writes=stop(facts.running("answer"), day_of(at)))
