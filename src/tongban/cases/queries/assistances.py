"""What departments are asked to attest for cases of others, as their officials see it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.cases.access import ASSISTANCE, assistances, holds_assistance
from tongban.cases.lifecycle import REVIEWER
from tongban.cases.models import Assistance
from tongban.cases.queries.documents import File
from tongban.cases.rules.masking import masked_party
from tongban.kernel import files
from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.paging import page_of
from tongban.matters.lifecycle import Move
from tongban.matters.queries import Facts, lamp_of, open_moves, read, remaining_of, timeline
from tongban.matters.rules.lamps import Lamp
from tongban.parties.queries import organisation, person
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class AssistanceRow:
    """A request in a list: which material of which item, by when, and how it stands."""

    number: str
    material: str
    subject: str
    case: str
    owner: str
    owner_en: str
    state: str
    state_label: str
    lamp: Lamp
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None


@dataclass(frozen=True, slots=True)
class AssistanceRows:
    rows: list[AssistanceRow]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class AssistanceEntry:
    """A line of the timeline of a request."""

    label: str
    at: dt.datetime
    who: str


@dataclass(frozen=True, slots=True)
class AssistancePage:
    """One request whole; who may attest it is told the whole code of whom it is about."""

    row: AssistanceRow
    applicant_name: str
    applicant_code: str
    asked_by: str
    asked_at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None
    file_name: str
    moves: list[Move]
    entries: list[AssistanceEntry]


def assistance_list(actor: Actor, page: int, at: dt.datetime, *, open_only: bool = True) -> AssistanceRows:
    """Return one page of the requests to the actor's departments, the soonest due first, in two queries."""
    found = assistances(actor)
    if open_only:
        found = found.filter(matter__closed_at=None)
    rows, count, page, pages = page_of(found.order_by("matter__due_on", "pk"), page, PAGE_SIZE)
    today = day_of(at)
    return AssistanceRows([_row(row, today) for row in rows], count, page, pages)


def assistance_page(actor: Actor, number: str, at: dt.datetime) -> AssistancePage:
    """Return all of one request to who may see it. Raises NotFound."""
    facts = read(number, actor=actor, kind="assistance")
    row: Assistance = facts.parts["assistance"]
    row.matter = facts.matter
    entries = timeline(facts.matter.pk)
    name, code = _about(facts, actor)
    return AssistancePage(
        row=_row(row, day_of(at)),
        applicant_name=name,
        applicant_code=code,
        asked_by=row.of.owner.name,
        asked_at=facts.matter.opened_at,
        answer=row.answer,
        answered_by=row.answered_by_name,
        answered_at=row.answered_at,
        file_name=row.file_name,
        moves=open_moves(facts, actor),
        entries=[
            AssistanceEntry(ASSISTANCE.move(each.verb).past, each.recorded_at, each.actor.get("name", ""))
            for each in entries
        ],
    )


def assistance_file(actor: Actor, number: str) -> File:
    """Return the file with which a department attested. Raises NotFound."""
    row: Assistance = read(number, actor=actor, kind="assistance").parts["assistance"]
    if not row.sha256:
        raise NotFound(_("没有找到这个文件"))
    return File(row.file_name, row.media_type, files.read(row.sha256))


def _row(row: Assistance, today: dt.date) -> AssistanceRow:
    matter = row.matter
    state = ASSISTANCE.state(matter.state)
    return AssistanceRow(
        number=matter.number,
        material=row.name,
        subject=matter.subject,
        case=row.of.number,
        owner=matter.owner.name,
        owner_en=matter.owner.name_en,
        state=state.code,
        state_label=state.label,
        lamp=lamp_of(matter, today),
        due_on=matter.due_on,
        due_provisional=matter.due_provisional,
        remaining=remaining_of(matter, today),
    )


def _about(facts: Facts, actor: Actor) -> tuple[str, str]:
    matter = facts.matter
    if matter.applicant_organisation_id is not None:
        about = organisation(matter.applicant_organisation_id)
    else:
        about = person(matter.applicant_person_id or 0)
    if holds_assistance(actor, facts, REVIEWER):
        return about.name, about.code
    mine = actor.may_act_for(about.kind, about.id, facts.parts["assistance"].task_code)
    return about.name if mine else masked_party(matter), about.masked_code
