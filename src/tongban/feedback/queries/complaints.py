"""Reading questions and complaints: one's own, and those that wait for an answer."""

import datetime as dt
from dataclasses import dataclass

from tongban.cases.rules.masking import masked_party
from tongban.feedback.access import COMPLAINT, complaints
from tongban.feedback.models import Complaint
from tongban.kernel.clock import day_of
from tongban.kernel.rules.paging import page_of
from tongban.matters.lifecycle import Move
from tongban.matters.queries import lamp_of, open_moves, read, remaining_of
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """One in a list; `case` is the number of the case that it is about."""

    number: str
    case: str
    subject: str
    topic: str
    topic_label: str
    applicant_name: str
    owner: str
    owner_en: str
    text: str
    answer: str
    answered_by: str
    state: str
    state_label: str
    lamp: Lamp
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    lodged_at: dt.datetime
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ComplaintRows:
    rows: list[ComplaintRow]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """One whole, with what the reader may do with it."""

    row: ComplaintRow
    moves: list[Move]


def complaint_list(actor: Actor, page: int, at: dt.datetime, *, open_only: bool = True) -> ComplaintRows:
    """Return one page of what the actor may see, the soonest due first, in two queries."""
    found = complaints(actor)
    if open_only:
        found = found.filter(matter__closed_at=None)
    ordered = found.order_by("matter__due_on", "-matter__opened_at", "pk")
    rows, count, page, pages = page_of(ordered, page, PAGE_SIZE)
    return ComplaintRows([_row(row, actor, day_of(at)) for row in rows], count, page, pages)


def complaint_page(actor: Actor, number: str, at: dt.datetime) -> ComplaintPage:
    """Return one that exists for the actor. Raises NotFound."""
    facts = read(number, actor=actor, kind="complaint")
    row = Complaint.objects.select_related("matter__owner", "about").get(pk=facts.matter.pk)
    return ComplaintPage(_row(row, actor, day_of(at)), open_moves(facts, actor))


def complaints_about(actor: Actor, case_matter_id: int, at: dt.datetime) -> list[ComplaintRow]:
    """Return what was asked and complained of in a case, as far as the actor may see it, the newest first."""
    found = complaints(actor).filter(about_id=case_matter_id).order_by("-matter__opened_at", "-pk")
    return [_row(row, actor, day_of(at)) for row in found]


def _row(row: Complaint, actor: Actor, today: dt.date) -> ComplaintRow:
    matter, state = row.matter, COMPLAINT.state(row.matter.state)
    shown = actor.person_id == matter.agent_id or any(held.authority_id == matter.owner_id for held in actor.duties)
    return ComplaintRow(
        number=matter.number,
        case=row.about.number,
        subject=matter.subject,
        topic=row.topic,
        topic_label=Complaint.Topic(row.topic).label,
        applicant_name=matter.applicant_name if shown else masked_party(matter),
        owner=matter.owner.short_name,
        owner_en=matter.owner.name_en,
        text=row.text,
        answer=row.answer,
        answered_by=row.answered_by_name,
        state=state.code,
        state_label=state.label,
        lamp=lamp_of(matter, today),
        due_on=matter.due_on,
        due_provisional=matter.due_provisional,
        remaining=remaining_of(matter, today),
        lodged_at=matter.opened_at,
        answered_at=row.answered_at,
    )
