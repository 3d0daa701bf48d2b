"""For whom somebody acts who stands in for others, so that the journal can say it (代)."""

from tongban.matters.lifecycle import Move
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor, Held


def stands_for(facts: Facts, move: Move, actor: Actor) -> Held | None:
    """Return a duty of the one for whom a deputy makes the move, None when it is within the actor's own duties."""
    if all(held.for_official_id is None for held in actor.duties):
        return None
    for capacity in actor.capacities():
        if any(facts.kind.holds(capacity, facts, duty) for duty in move.duties):
            return next((held for held in capacity.duties if held.for_official_id is not None), None)
    return None
