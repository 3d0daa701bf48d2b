"""What the calls of combined applications take and give."""

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from tongban.api.shapes.base import Body, Links, Shape
from tongban.api.shapes.bodies import Answers, Code


class BeginCombined(Body):
    """Begin applications for two to eight items; for whom is told as in a single one."""

    items: Annotated[list[Code], Field(min_length=1, max_length=20)]
    organisation: Annotated[str, Field(max_length=18)] | None = None
    principal: Annotated[int, Field(ge=1, le=2**31)] | None = None
    answers: Answers = Field(default_factory=dict, description="answers by data element, like org.name")


class SharedAnswers(Body):
    """Answers by data element; an empty one is removed.

    With what was `shown` of them, what others changed since is told as a conflict; without, all that somebody typed is.
    """

    answers: Answers
    shown: Answers = Field(default_factory=dict, description="the values that the caller saw, by data element")


class CombinedCase(Shape):
    number: str
    item: str
    name: str
    state: str
    due_on: dt.date | None
    missing: dict[str, str] = Field(description="what its own form still wants, by field")
    links: Links


class SharedElement(Shape):
    """A data element that several of the forms ask for; `fields` are its fields by case number."""

    element: str
    title: str
    required: bool
    value: Any
    source: dict[str, Any] | None
    fields: dict[str, str]


class Combined(Shape):
    number: str
    applicant_name: str
    begun_at: dt.datetime
    submitted_at: dt.datetime | None
    cases: list[CombinedCase]
    shared: list[SharedElement]
    links: Links
