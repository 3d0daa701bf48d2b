"""Reading how people's data was used."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.kernel.rules.paging import held_within
from tongban.parties.queries import parties_of
from tongban.parties.rules.actor import Actor
from tongban.sharing.models import LookUp, RegisterRecord

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Use:
    """One look into the registers, as its subject reads it; `registers` are their names."""

    at: dt.datetime
    subject_name: str
    actor_name: str
    purpose: str
    case_number: str
    elements: tuple[str, ...]
    registers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """A page of uses, the newest first."""

    count: int
    page: int
    pages: int
    results: tuple[Use, ...]


def uses_of_my_data(actor: Actor, page: int = 1) -> Uses:
    """Return who looked up the data of the actor and of those for whom the actor may do everything.

    This is the access that 个人信息保护法 art. 45 grants; `page` counts from 1.
    """
    everything = {("organisation", pk) for pk, scope in actor.organisations.items() if scope is None} | {
        ("person", pk) for pk, scope in actor.principals.items() if scope is None
    }
    names = {
        party.code: party.name
        for party in parties_of(actor)
        if party.is_verified
        and ((party.kind, party.id) in everything or (party.kind == "person" and party.id == actor.person_id))
    }
    uses = LookUp.objects.filter(subject_code__in=names).order_by("-at", "-pk")
    count = uses.count()
    page, pages = held_within(page, count, PAGE_SIZE)
    shown = list(uses[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    registers = dict(
        RegisterRecord.objects.filter(register__in={key for use in shown for key in use.registers})
        .values_list("register", "register_name")
        .distinct()
    )
    return Uses(
        count,
        page,
        pages,
        tuple(
            Use(
                use.at,
                names[use.subject_code],
                use.actor_name,
                use.purpose,
                use.case_number,
                tuple(use.elements),
                tuple(registers.get(key, key) for key in use.registers),
            )
            for use in shown
        ),
    )
