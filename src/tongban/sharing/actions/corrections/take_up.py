"""Begin to look into what is said to be wrong."""

import datetime as dt

from tongban.matters.actions.step import Stepped, retried, step
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


@retried
def take_up(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Say that it is being looked into; the clock runs on. Raises NotYours, NotAllowedNow, NotFound."""
    return step(read(number, actor=actor, kind="data_correction"), "take_up", actor=actor, at=at)
