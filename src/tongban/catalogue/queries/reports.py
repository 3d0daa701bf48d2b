"""Reading reports of wrong guides: one's own, and those that wait for an answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.catalogue.access import GUIDE_REPORT, guide_reports, own_guide_reports
from tongban.catalogue.models import GuideReport
from tongban.kernel.clock import day_of
from tongban.kernel.rules.paging import page_of
from tongban.matters.lifecycle import Move
from tongban.matters.queries import lamp_of, open_moves, read, remaining_of
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20
# What of a guide may be wrong: value and label.
PARTS: list[tuple[str, str]] = [(part.value, str(part.label)) for part in GuideReport.About]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One in a list; `version` is what it is about, `version_now` what is in force today."""

    number: str
    code: str
    subject: str
    about: str
    about_label: str
    text: str
    reporter: str
    by_official: bool
    owner: str
    owner_en: str
    version: int
    version_now: int | None
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
class ReportRows:
    rows: list[ReportRow]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One whole, with what the reader may do with it."""

    row: ReportRow
    moves: list[Move]


def report_list(actor: Actor, page: int, at: dt.datetime, *, open_only: bool = True, own: bool = False) -> ReportRows:
    """Return one page of what exists for the actor, the soonest due first, in three queries; `own`: what they wrote."""
    found = own_guide_reports(actor) if own else guide_reports(actor)
    if open_only:
        found = found.filter(matter__closed_at=None)
    ordered = found.order_by("matter__due_on", "-matter__opened_at", "pk")
    rows, count, page, pages = page_of(ordered, page, PAGE_SIZE)
    return ReportRows([_row(row, actor, day_of(at)) for row in rows], count, page, pages)


def report_page(actor: Actor, number: str, at: dt.datetime) -> ReportPage:
    """Return one that exists for the actor. Raises NotFound."""
    facts = read(number, actor=actor, kind="guide_report")
    row = guide_reports(actor).get(pk=facts.matter.pk)
    return ReportPage(_row(row, actor, day_of(at)), open_moves(facts, actor))


def _row(row: GuideReport, actor: Actor, today: dt.date) -> ReportRow:
    matter, state = row.matter, GUIDE_REPORT.state(row.matter.state)
    current = row.implementation.current
    # Who answers needs no name to look into a guide; an official is named as colleagues are.
    named = row.official_id is not None or (actor.person_id is not None and actor.person_id == matter.agent_id)
    return ReportRow(
        number=matter.number,
        code=row.implementation.task_code,
        subject=matter.subject,
        about=row.about,
        about_label=GuideReport.About(row.about).label,
        text=row.text,
        reporter=matter.applicant_name if named else "",
        by_official=row.official_id is not None,
        owner=matter.owner.short_name,
        owner_en=matter.owner.name_en,
        version=row.version.number,
        version_now=current.number if current is not None else None,
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
