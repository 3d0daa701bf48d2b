"""The inbox of an official: open cases by remaining working days, with what is to be done by whom.

What waits for an official is found from what they are charged with, never by looking through all that is open; who
watches over everything reads it from one index of open work. Nothing is counted but what is open, so years of closed
cases cost nothing, and every count is exact.
"""

import datetime as dt
from dataclasses import dataclass, replace

from tongban.cases.access import CASE
from tongban.cases.queries.inbox_desk import Found, desk_of
from tongban.cases.queries.inbox_filters import Filter
from tongban.cases.queries.inbox_tasks import TASK_LABELS
from tongban.cases.rules.masking import masked_party
from tongban.kernel.clock import day_of
from tongban.kernel.queries import calendar_of
from tongban.matters.rules.lamps import Lamp, lamp
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20
# An export is one reading, so that nothing moves in between, and no longer than a spreadsheet is of use.
MOST_EXPORTED = 20_000


@dataclass(frozen=True, slots=True)
class InboxRow:
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
    owner: str
    owner_en: str
    holder: str
    received_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class TaskCount:
    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Inbox:
    rows: list[InboxRow]
    count: int
    page: int
    pages: int
    tasks: list[TaskCount]
    filter: Filter


def inbox(actor: Actor, filters: Filter, page: int, at: dt.datetime) -> Inbox:
    """Return one page of the open cases that the actor may see, soonest due first, and how many each task has.

    Two queries, whatever the official may see. Every count is under all the filters.
    """
    today = day_of(at)
    desk = desk_of(actor, filters, today)
    counts, found = desk.read((page - 1) * PAGE_SIZE if page > 1 else 0, PAGE_SIZE)
    count = counts[desk.chosen]
    pages = max(1, -(-count // PAGE_SIZE))
    if page > pages:
        counts, found = desk.read((pages - 1) * PAGE_SIZE, PAGE_SIZE)
    page = min(max(1, page), pages)
    return Inbox(
        rows=[_row(each, today) for each in found],
        count=count,
        page=page,
        pages=pages,
        tasks=[TaskCount(code, str(TASK_LABELS[code]), counts[code]) for code in desk.codes],
        filter=replace(filters, task=desk.chosen),
    )


def inbox_rows(actor: Actor, filters: Filter, at: dt.datetime) -> list[InboxRow]:
    """Return the rows of the whole list under the filters, in its order, up to twenty thousand."""
    today = day_of(at)
    return [_row(each, today) for each in desk_of(actor, filters, today).read(0, MOST_EXPORTED)[1]]


def _row(found: Found, today: dt.date) -> InboxRow:
    state = CASE.state(found.state)
    return InboxRow(
        number=found.number,
        subject=found.subject,
        subject_en=found.subject_en,
        applicant_name=found.applicant_name if found.revealed else masked_party(found),
        state=state.code,
        state_label=state.label,
        lamp=lamp(
            today=today,
            due_on=found.due_on,
            warn_on=found.warn_on,
            paused_on=found.paused_on,
            finished_on=found.finished_on,
            answer_due_on=found.answer_due_on,
        ),
        due_on=found.due_on,
        due_provisional=found.due_provisional,
        remaining=calendar_of(found.region_id).between(today, found.due_on) if found.due_on else None,
        owner=found.owner,
        owner_en=found.owner_en,
        holder=found.holder or "",
        received_at=found.received_at,
    )
