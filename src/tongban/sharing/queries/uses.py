"""Reading how people's data was used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from tongban.kernel.clock import ZONE
from tongban.kernel.rules.paging import page_of
from tongban.parties.queries import parties_of
from tongban.parties.rules.actor import Actor
from tongban.sharing.models import LookUp, Register, RegisterField

PAGE_SIZE = 20
EXPORT_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Use:
    """One look into the registers, as its subject reads it; `fields` and `registers` are their names.

    `act` is look_up, search (by the provider) or correction; `outcome` is answered, nothing, failed or refused, and
    then `reason` says why. `fields` of one that was refused are those that were asked for.
    """

    at: dt.datetime
    act: str
    act_label: str
    subject_name: str
    actor_name: str
    organisation_name: str
    purpose: str
    case_number: str
    elements: tuple[str, ...]
    fields: tuple[str, ...]
    registers: tuple[str, ...]
    outcome: str
    outcome_label: str
    reason: str
    masked: bool


@dataclass(frozen=True, slots=True)
class Uses:
    """A page of uses, the newest first; `years` are those in which there were any."""

    count: int
    page: int
    pages: int
    results: tuple[Use, ...]
    years: tuple[int, ...] = ()


def uses_of_my_data(actor: Actor, page: int = 1, *, year: int | None = None) -> Uses:
    """Return who looked up the data of the actor and of those for whom the actor may do everything.

    What an agent looked up is among it, and what was refused. This is the access that 个人信息保护法 art. 45 grants;
    `page` counts from 1. A fixed number of queries.
    """
    names = _names(actor)
    shown, count, page, pages = page_of(_of(names, year), page, PAGE_SIZE)
    years = LookUp.objects.filter(subject_code__in=names).datetimes("at", "year", "DESC", tzinfo=ZONE)
    labels, registers = _labels(), _registers()
    results = tuple(_use(use, names, labels, registers) for use in shown)
    return Uses(count, page, pages, results, tuple(one.year for one in years))


def all_uses_of_my_data(actor: Actor, *, year: int | None = None) -> Iterator[Use]:
    """Return all of them, for a file: read by and by, so that there may be many."""
    names = _names(actor)
    labels, registers = _labels(), _registers()
    for use in _of(names, year).iterator(EXPORT_BATCH):
        yield _use(use, names, labels, registers)


def _of(names: Mapping[str, str], year: int | None) -> QuerySet[LookUp]:
    uses = LookUp.objects.filter(subject_code__in=list(names)).order_by("-at", "-pk")
    if year is None or not dt.MINYEAR < year < dt.MAXYEAR:
        return uses
    began = dt.datetime(year, 1, 1, tzinfo=ZONE)
    return uses.filter(at__gte=began, at__lt=began.replace(year=year + 1))


def _names(actor: Actor) -> dict[str, str]:
    """Return the names, by identifier, of the actor and of those for whom the actor may do everything."""
    everything = {("organisation", pk) for pk, scope in actor.organisations.items() if scope is None} | {
        ("person", pk) for pk, scope in actor.principals.items() if scope is None
    }
    return {
        party.code: party.name
        for party in parties_of(actor)
        if party.is_verified
        and ((party.kind, party.id) in everything or (party.kind == "person" and party.id == actor.person_id))
    }


def _labels() -> dict[str, str]:
    return dict(RegisterField.objects.order_by("-register_id").values_list("element", "label"))


def _registers() -> dict[str, str]:
    return dict(Register.objects.values_list("key", "name"))


def _use(use: LookUp, names: Mapping[str, str], labels: Mapping[str, str], registers: Mapping[str, str]) -> Use:
    elements = tuple(use.elements or use.asked)
    return Use(
        at=use.at,
        act=use.act,
        act_label=use.get_act_display(),
        subject_name=names[use.subject_code],
        actor_name=use.actor_name,
        organisation_name=use.organisation_name,
        purpose=use.purpose,
        case_number=use.case_number,
        elements=elements,
        fields=tuple(dict.fromkeys(labels.get(element, element) for element in elements)),
        registers=tuple(registers.get(key, key) for key in use.registers),
        outcome=use.outcome,
        outcome_label=use.get_outcome_display(),
        reason=use.reason,
        masked=use.masked,
    )
