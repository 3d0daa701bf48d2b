"""Reading what is said to be wrong in registers: one's own reports, and those that wait for an answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tongban.kernel.clock import day_of
from tongban.kernel.rules.codes import mask_name
from tongban.kernel.rules.paging import page_of
from tongban.matters.lifecycle import Move
from tongban.matters.queries import lamp_of, open_moves, read, remaining_of
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.sharing.access import CORRECTION, corrections, own_corrections
from tongban.sharing.models import DataCorrection, LookUp, RegisterField
from tongban.sharing.rules.masking import masked

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One in a list: what the register `held`, what was `given` as right, and what it says since (`corrected`).

    `mine`: the reader reported it themselves.
    """

    number: str
    mine: bool
    register_key: str
    register_name: str
    row: str
    element: str
    label: str
    subject: str
    subject_name: str
    reporter: str
    owner: str
    owner_en: str
    held: Any
    given: Any
    corrected: Any
    note: str
    case_number: str
    answer: str
    answered_by: str
    state: str
    state_label: str
    lamp: Lamp
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    reported_at: dt.datetime
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class CorrectionRows:
    rows: list[CorrectionRow]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """One whole, with what the reader may do with it."""

    row: CorrectionRow
    moves: list[Move]


def correction_list(
    actor: Actor, page: int, at: dt.datetime, *, open_only: bool = True, own: bool = False
) -> CorrectionRows:
    """Return one page of what exists for the actor, the soonest due first; `own`: about them or by them."""
    found = own_corrections(actor) if own else corrections(actor)
    if open_only:
        found = found.filter(matter__closed_at=None)
    ordered = found.order_by("matter__due_on", "-matter__opened_at", "pk")
    rows, count, page, pages = page_of(ordered, page, PAGE_SIZE)
    fields = RegisterField.objects.filter(register_id__in={row.register_id for row in rows})
    facts = {(one.register_id, one.element): one for one in fields}
    shown = [_row(row, facts.get((row.register_id, row.element)), actor, day_of(at)) for row in rows]
    return CorrectionRows(shown, count, page, pages)


def correction_page(actor: Actor, number: str, at: dt.datetime) -> CorrectionPage:
    """Return one that exists for the actor. Raises NotFound."""
    facts = read(number, actor=actor, kind="data_correction")
    row = corrections(actor).get(pk=facts.matter.pk)
    field = RegisterField.objects.filter(register_id=row.register_id, element=row.element).first()
    return CorrectionPage(_row(row, field, actor, day_of(at)), open_moves(facts, actor))


def cases_that_used(matter_id: int) -> list[str]:
    """Return the numbers of the cases in which the row that was reported wrong was told, the report's own first."""
    row = DataCorrection.objects.get(pk=matter_id)
    told = LookUp.objects.filter(
        subject_code=row.subject_code, rows__contains=[row.row], elements__contains=[row.element]
    )
    numbers = told.exclude(case_number="").order_by("pk").values_list("case_number", flat=True)
    return list(dict.fromkeys([*([row.case_number] if row.case_number else []), *numbers]))


def _row(row: DataCorrection, field: RegisterField | None, actor: Actor, today: dt.date) -> CorrectionRow:
    matter, state = row.matter, CORRECTION.state(row.matter.state)
    level = field.level if field is not None else 4
    # A supervisor watches over the answer, and needs none of the data for it.
    watches = actor.charged_with(DutyKind.SUPERVISOR) and not actor.holds(DutyKind.DATA_STEWARD, matter.owner_id)
    hidden = watches and actor.person_id != matter.agent_id

    def seen(value: Any) -> Any:
        return masked(row.element, value, level) if hidden and value is not None else value

    return CorrectionRow(
        number=matter.number,
        mine=actor.person_id is not None and actor.person_id == matter.agent_id,
        register_key=row.register.key,
        register_name=row.register.name,
        row=row.row,
        element=row.element,
        label=field.label if field is not None else row.element,
        subject=matter.subject,
        subject_name=mask_name(matter.applicant_name) if hidden else matter.applicant_name,
        reporter="official" if row.official_id is not None else "person",
        owner=matter.owner.short_name,
        owner_en=matter.owner.name_en,
        held=seen(row.held),
        given=seen(row.given),
        corrected=seen(row.corrected),
        note="" if hidden else row.note,
        case_number=row.case_number,
        answer=row.answer,
        answered_by=row.answered_by_name,
        state=state.code,
        state_label=state.label,
        lamp=lamp_of(matter, today),
        due_on=matter.due_on,
        due_provisional=matter.due_provisional,
        remaining=remaining_of(matter, today),
        reported_at=matter.opened_at,
        answered_at=row.answered_at,
    )
