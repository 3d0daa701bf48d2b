"""The quality of the catalogue, what cases showed of it, and what is said to be wrong with a guide."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from tongban.api.shapes.base import Body, Links, Shape

Text = Annotated[str, Field(max_length=2000)]


class QualityCountAnswer(Shape):
    """Errors and warnings of an authority or a rule, warnings that nobody explained, and items concerned."""

    key: str
    name: str
    name_en: str
    errors: int
    warnings: int
    unexplained: int
    items: int


class QualityBoardAnswer(Shape):
    """The counts under a filter: all together, by authority and by rule."""

    total: QualityCountAnswer
    authorities: list[QualityCountAnswer]
    rules: list[QualityCountAnswer]


class FindingAnswer(Shape):
    """One finding with the item in which it stands; `reason` is why a warning may stand."""

    code: str
    name: str
    authority: str
    version_id: int
    version: int
    state: str
    revision: str
    rule: str
    severity: str
    field: str
    message: str
    reason: str
    reasoned_by: str


class Findings(Shape):
    """A page of them, by item."""

    count: int
    page: int
    pages: int
    results: list[FindingAnswer]


class Explain(Body):
    """Why the warnings of a rule in a field of a version may stand."""

    version_id: Annotated[int, Field(ge=1, lt=2**63)]
    rule: Annotated[str, Field(max_length=10)]
    field: Annotated[str, Field(max_length=100)]
    reason: Annotated[str, Field(max_length=500)]


class Explained(Shape):
    """How many warnings the reason is kept with."""

    kept: int


class FiguresAnswer(Shape):
    """What twelve months of cases showed; days are working days, papers and visits averages over the answered."""

    until: dt.date
    applied: int
    answered: int
    median_days: int | None
    p90_days: int | None
    materials: float | None
    visits: float | None


class GapAnswer(Shape):
    """An item whose promise and reality differ, and in what."""

    code: str
    name: str
    authority: str
    promised_days: int
    promised_materials: int
    promised_visits: int
    figures: FiguresAnswer
    late: bool
    early: bool
    more_materials: bool
    more_visits: bool


class Gaps(Shape):
    """A page of them, what most people apply for first; `counts` by kind."""

    count: int
    counts: dict[str, int]
    page: int
    pages: int
    results: list[GapAnswer]


class ReportGuide(Body):
    """Which part of the guide is wrong, and what would be right."""

    about: Literal["conditions", "materials", "limits", "fees", "place", "other"]
    text: Text


class ReportAnswerText(Body):
    """What the reporter reads."""

    answer: Text


class GuideReportAnswer(Shape):
    """A report of a wrong guide; `version` is what it is about, `version_now` what is in force."""

    number: str
    code: str
    subject: str
    about: str
    text: str
    reporter: str
    owner: str
    version: int
    version_now: int | None
    answer: str
    state: str
    lamp: str
    due_on: dt.date | None
    reported_at: dt.datetime
    answered_at: dt.datetime | None
    verbs: list[str]
    links: Links


class GuideReportRow(Shape):
    """One in a list."""

    number: str
    code: str
    subject: str
    about: str
    text: str
    owner: str
    state: str
    lamp: str
    due_on: dt.date | None
    answer: str


class GuideReports(Shape):
    """A page of them, the soonest due first."""

    count: int
    page: int
    pages: int
    results: list[GuideReportRow]
