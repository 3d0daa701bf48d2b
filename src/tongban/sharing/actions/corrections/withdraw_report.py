"""Take a report of wrong data back."""

import datetime as dt

from tongban.kernel.clock import day_of
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, retried, step
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


@retried
def withdraw_report(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Close it at the wish of who reported it. Raises NotYours, NotAllowedNow, NotFound."""
    facts = read(number, actor=actor, kind="data_correction")
    return step(facts, "withdraw_report", actor=actor, at=at, writes=stop(facts.running("answer"), day_of(at)))
