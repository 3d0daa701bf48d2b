"""An official's inbox, and many of its cases at once."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from tongban.api.shapes.base import Body, Links, Shape


class InboxRow(Shape):
    """A case in an official's inbox; `remaining` are working days, negative when overdue; `holder` works on it."""

    number: str
    subject: str
    subject_en: str
    applicant_name: str
    state: str
    state_label: str
    lamp: str
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    owner: str
    owner_en: str
    holder: str
    received_at: dt.datetime | None
    links: Links


class Lamps(Shape):
    """How many cases have each lamp: overdue, nearly due, running, paused, answered in time; `count` is all of them."""

    red: int
    yellow: int
    white: int
    grey: int
    green: int
    count: int


class LampRow(Shape):
    """An authority and the lamps of its open cases; `owner` is its id, as the inbox's filter has it."""

    owner: int
    name: str
    name_en: str
    lamps: Lamps
    links: Links


class LampBoard(Shape):
    """The lamps of all open cases that the caller watches, and by authority, the most overdue first."""

    total: Lamps
    results: list[LampRow]


class InboxTask(Shape):
    """A task of an inbox and how many cases wait in it."""

    code: str
    label: str
    count: int


class Inbox(Shape):
    """A page of an inbox, the soonest due first; every count is under all the filters."""

    count: int
    page: int
    pages: int
    task: str
    lamp: str
    q: str
    tasks: list[InboxTask]
    results: list[InboxRow]


BulkVerb = Literal["claim", "assign", "open_reviews", "give_opinion"]


class InBulk(Body):
    """`official_id` says to whom, for `assign` alone, by the ids that `receivers` of a case tells."""

    numbers: Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=100)]
    official_id: int | None = None


class BulkOutcome(Shape):
    """What became of one case: its state now, or the reason why nothing was done."""

    number: str
    done: bool
    state: str
    reason: str
    links: Links


class BulkOutcomes(Shape):
    """What became of each case, in the order in which they were named."""

    done: int
    refused: int
    results: list[BulkOutcome]
