"""The checks of promises, as the officials of the item see them, and what became of the one of a case."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tongban.cases.access import VERIFICATION, reveals, verifications
from tongban.cases.models import Commitment, Verification
from tongban.cases.queries.reading import read_case
from tongban.cases.rules.masking import masked_party
from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.paging import page_of
from tongban.matters.lifecycle import Move
from tongban.matters.queries import lamp_of, open_moves, read, remaining_of, timeline
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class VerificationRow:
    number: str
    subject: str
    applicant_name: str
    state: str
    state_label: str
    lamp: Lamp
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    case: str


@dataclass(frozen=True, slots=True)
class VerificationRows:
    rows: list[VerificationRow]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class VerificationPage:
    """One check whole; `offers_revocation` tells that the case was granted on a promise that proved false."""

    number: str
    subject: str
    applicant_name: str
    state: str
    state_label: str
    lamp: Lamp
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    case: str
    case_state: str
    owner: str
    owner_en: str
    planned: str
    row: Verification
    commitment: Commitment
    moves: list[Move]
    entries: list[dict[str, Any]]
    version: int
    offers_revocation: bool


def verification_list(actor: Actor, page: int, at: dt.datetime, *, open_only: bool = True) -> VerificationRows:
    """Return one page of the checks that an official handles, the soonest due first, in two queries."""
    found = verifications(actor)
    if open_only:
        found = found.filter(matter__closed_at=None)
    rows, count, page, pages = page_of(found.order_by("matter__due_on", "pk"), page, PAGE_SIZE)
    today = day_of(at)
    return VerificationRows([_row(row, actor, today) for row in rows], count, page, pages)


def verification_page(actor: Actor, number: str, at: dt.datetime) -> VerificationPage:
    """Return all of one check to who may see it. Raises NotFound."""
    facts = read(number, actor=actor, kind="verification")
    matter, row, today = facts.matter, facts.parts["verification"], day_of(at)
    state, of = VERIFICATION.state(matter.state), row.of
    return VerificationPage(
        number=matter.number,
        subject=matter.subject,
        applicant_name=_named(actor, of.number, matter),
        state=state.code,
        state_label=state.label,
        lamp=lamp_of(matter, today),
        due_on=matter.due_on,
        due_provisional=matter.due_provisional,
        remaining=remaining_of(matter, today),
        case=of.number,
        case_state=of.state,
        owner=matter.owner.name,
        owner_en=matter.owner.name_en,
        planned=Verification.Method(row.planned).label,
        row=row,
        commitment=row.commitment,
        moves=open_moves(facts, actor),
        entries=[
            {
                "verb": entry.verb,
                "label": VERIFICATION.move(entry.verb).past,
                "at": entry.recorded_at,
                "who": entry.actor.get("name", ""),
            }
            for entry in timeline(matter.pk)
        ],
        version=matter.version,
        offers_revocation=matter.state == "breached" and of.state in ("granted", "issued", "delivered", "closed"),
    )


def verification_of(case_matter_id: int) -> Verification | None:
    """Return the check of a case's promise, None when there is none."""
    return Verification.objects.select_related("matter").filter(of_id=case_matter_id).first()


def _row(row: Verification, actor: Actor, today: dt.date) -> VerificationRow:
    matter = row.matter
    state = VERIFICATION.state(matter.state)
    return VerificationRow(
        number=matter.number,
        subject=matter.subject,
        applicant_name=matter.applicant_name if _handles(actor, matter.owner_id) else masked_party(matter),
        state=state.code,
        state_label=state.label,
        lamp=lamp_of(matter, today),
        due_on=matter.due_on,
        due_provisional=matter.due_provisional,
        remaining=remaining_of(matter, today),
        case=row.of.number,
    )


def _handles(actor: Actor, owner_id: int) -> bool:
    return any(held.authority_id == owner_id for held in actor.duties)


def _named(actor: Actor, case: str, matter: Any) -> str:
    try:
        shown = reveals(actor, read_case(case, actor))
    except NotFound:
        shown = False
    return matter.applicant_name if shown else masked_party(matter)
