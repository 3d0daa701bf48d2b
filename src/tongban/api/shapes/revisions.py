"""Changes to the catalogue, as they are sent and answered."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from tongban.api.shapes.base import Body, Links, Shape

Why = Annotated[str, Field(max_length=500)]
TaskCode = Annotated[str, Field(max_length=36)]


class Begin(Body):
    """Which item is to be changed, and why; a variant stands beside the ordinary version."""

    task_code: TaskCode
    reason: Why
    variant: Annotated[str, Field(max_length=30)] = ""


class BeginItem(Body):
    """A new item: its content as in an item file, with at least its codes, name, type, level and authority."""

    content: dict[str, Any]
    reason: Why


class ProposeStanding(Body):
    """Items to be suspended, cancelled or taken into use again, from a day on (None: when it is published)."""

    task_codes: Annotated[list[TaskCode], Field(min_length=1, max_length=1000)]
    standing: Literal["in_use", "suspended", "cancelled"]
    why: Why
    effective_on: dt.date | None = None


class Edit(Body):
    """The whole content of a draft, as in an item file; it may be incomplete.

    `seen` is the `print` of the draft that the writer started from: it is refused when somebody has written since.
    """

    content: dict[str, Any]
    seen: Annotated[str, Field(max_length=20)] = ""


class SendToReview(Body):
    """The day from which the drafts are to be in force; null: when they are published; left out: as proposed."""

    effective_on: dt.date | None = None


class Publish(Body):
    """With `cases_go_on` the cases of an item to be cancelled that are open then are finished as they began."""

    cases_go_on: bool = False


class WithReason(Body):
    """Why it is sent back, or given up."""

    reason: Why


class RevisionAnswer(Shape):
    """A revision in a list."""

    number: str
    subject: str
    owner: str
    state: str
    source: str
    reason: str
    returned_for: str
    effective_on: dt.date | None
    author: str
    reviewer: str
    publisher: str
    lamp: str
    due_on: dt.date | None
    opened_at: dt.datetime
    links: Links


class Revisions(Shape):
    """A page of them, the soonest due first."""

    count: int
    page: int
    pages: int
    results: list[RevisionAnswer]


class DraftProblem(Shape):
    """A field that keeps a draft from being sent to review; `rule` is the quality rule, empty for the shape."""

    field: str
    detail: str
    rule: str
    severity: str
    reason: str


class Draft(Shape):
    """A version that the revision brings; `changes` say how it differs from what is in force.

    `print` tells the content from any other: sent along as `seen`, an edit does not undo somebody else's.
    """

    version_id: int
    task_code: str
    name: str
    variant: str
    number: int
    state: str
    content: dict[str, Any]
    print: str
    changes: list[str]
    problems: list[DraftProblem]


class RevisionEntryAnswer(Shape):
    """A line of the journal: who did what and when, and which fields were edited."""

    verb: str
    label: str
    who: str
    at: dt.datetime
    fields: list[str]


class RevisionWhole(RevisionAnswer):
    """A revision with a page of its drafts, its journal, and the verbs that are the caller's now."""

    drafts: list[Draft]
    draft_count: int
    page: int
    pages: int
    entries: list[RevisionEntryAnswer]
    verbs: list[str]


class MovedRevision(Shape):
    """Where a revision is after a step; `version` counts its steps."""

    number: str
    state: str
    version: int
    links: Links


class PastVersionAnswer(Shape):
    """A version that was in force: since when, until when, how the item stood, and what it changed, in words."""

    number: int
    effective_on: dt.date
    superseded_at: dt.datetime | None
    standing: str
    standing_reason: str
    changes: list[str]


class ItemVersions(Shape):
    """The ordinary versions of an item that were ever in force, the newest first."""

    code: str
    versions: list[PastVersionAnswer]
    links: Links
