"""Take a case that nobody holds as one's own to work on (认领)."""

import datetime as dt

from tongban.cases.queries.readiness import held_already
from tongban.cases.queries.reading import read_case
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class AlreadyHeld(NotAllowedNow):
    """Somebody holds the case: who leads its review assigns it anew."""


@retried
def claim(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Make the actor the holder of a case; of two who claim it at once, one gets it.

    Raises AlreadyHeld, NotYours, NotFound, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "claim", actor)
    if why := held_already(facts):
        raise AlreadyHeld(why)
    return step(
        facts,
        "claim",
        actor=actor,
        at=at,
        changes={"holder_id": actor.official_id},
        said={"to": actor.official_id},
    )
