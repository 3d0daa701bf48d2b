"""Who could take a case over: officials of its authority, and other authorities."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.cases.access import HANDLING, holds
from tongban.cases.lifecycle import ADMINISTRATOR, DECIDER, HEAD, LEAD
from tongban.cases.queries.reading import item_of, read_case
from tongban.catalogue.queries import implementers
from tongban.matters.queries import Facts, open_moves
from tongban.parties.queries import authorities, exercising_authority, officials_charged
from tongban.parties.rules.actor import Actor

# Nobody at a window sends a case away alone: that is for those who answer for it.
SEND_AWAY = (LEAD, DECIDER, HEAD, ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Receivers:
    """Names by id; `exerciser_id` is the authority that exercises the power in the item today."""

    officials: dict[int, str]
    authorities: dict[int, str]
    exerciser_id: int


def receivers(actor: Actor, number: str, on: dt.date) -> Receivers:
    """Return to whom the actor may transfer the case on the day: to nobody, who may not at all. Raises NotFound."""
    facts = read_case(number, actor)
    if all(move.verb != "transfer" for move in open_moves(facts, actor)):
        return Receivers({}, {}, 0)
    return receivers_of(facts, actor, on)


def receivers_of(facts: Facts, actor: Actor, on: dt.date) -> Receivers:
    """Return to whom the actor may transfer the case: of officials, who is there and charged with its item.

    Of authorities, those that carry the item out themselves and the one that exercises its power; an administrator of
    the owner may name any, a clerk none.
    """
    owner, task_code = facts.matter.owner_id, facts.parts["case"].task_code
    people = officials_charged(HANDLING, owner, task_code, on=on)
    power = item_of(facts).authority.id
    exerciser = exercising_authority(task_code, power, on)
    able = authorities(None if actor.administers(owner) else implementers(task_code) | {exerciser})
    sends = any(holds(actor, facts, duty) for duty in SEND_AWAY)
    return Receivers(
        officials={one.id: one.name for one in people if one.id != facts.matter.holder_id},
        authorities={one.id: one.name for one in able if sends and one.id != owner},
        exerciser_id=exerciser,
    )
