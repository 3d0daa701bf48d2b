"""The cases of an applicant: those that wait for them first among the open ones, and the newest first."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, F, When

from tongban.cases.access import CASE, applied_for
from tongban.cases.rules.next_step import YOUR_TURN, NextStep, next_step
from tongban.kernel.clock import day_of
from tongban.kernel.rules.paging import page_of
from tongban.matters.queries import lamp_of, remaining_of
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class MyCase:
    number: str
    subject: str
    subject_en: str
    applicant_name: str
    state: str
    state_label: str
    lamp: Lamp
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    opened_at: dt.datetime
    next: NextStep
    closed: bool


@dataclass(frozen=True, slots=True)
class MyCases:
    rows: list[MyCase]
    count: int
    page: int
    pages: int


def my_cases(actor: Actor, page: int, at: dt.datetime, *, open_only: bool = False) -> MyCases:
    """Return one page of the cases that the actor applies for, or for whom the actor acts, in two queries."""
    found = applied_for(actor)
    if open_only:
        found = found.filter(matter__closed_at=None)
    today = day_of(at)
    order = ["-matter__opened_at", "-pk"]
    if open_only:
        # However many run, none that waits for the applicant is beyond the first page.
        pressing = [When(matter__state=state, then=place) for place, state in enumerate(YOUR_TURN)]
        found = found.alias(pressing=Case(*pressing, default=len(YOUR_TURN)))
        order = ["pressing", *order]
    named = found.annotate(name_en=F("version__name_en")).order_by(*order)
    rows, count, page, pages = page_of(named, page, PAGE_SIZE)
    return MyCases([_row(case.matter, case.name_en, today) for case in rows], count, page, pages)


def _row(matter, name_en: str, today: dt.date) -> MyCase:  # type: ignore[no-untyped-def]
    state = CASE.state(matter.state)
    return MyCase(
        number=matter.number,
        subject=matter.subject,
        subject_en=name_en,
        applicant_name=matter.applicant_name,
        state=state.code,
        state_label=state.label,
        lamp=lamp_of(matter, today),
        due_on=matter.due_on,
        due_provisional=matter.due_provisional,
        remaining=remaining_of(matter, today),
        opened_at=matter.opened_at,
        next=next_step(matter.state, paused=matter.paused_on is not None),
        closed=matter.closed_at is not None,
    )
