"""What the calls about rights in one's data take and give."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from tongban.api.shapes.base import Body, Links, Shape


class ClaimDataRight(Body):
    """`scope` says what is to be deleted; `text` what is to be explained."""

    topic: Literal["delete", "explain"]
    scope: list[Literal["documents", "answers", "drafts"]] = Field(default_factory=list)
    text: Annotated[str, Field(max_length=2000)] = ""


class AnswerDataRequest(Body):
    text: Annotated[str, Field(max_length=2000)]


class DataRequest(Shape):
    number: str
    topic: str
    scope: list[str]
    text: str
    state: str
    due_on: dt.date | None
    asked_at: dt.datetime
    answer: str
    answered_at: dt.datetime | None
    deleted: dict[str, int]
    verbs: list[str] = Field(default_factory=list)
    links: Links


class DataRequests(Shape):
    count: int
    page: int
    pages: int
    results: list[DataRequest]


class MyData(Shape):
    """All that is held about the caller, by where it is held."""

    made_at: dt.datetime
    person: dict[str, Any]
    mandates: list[dict[str, Any]]
    space: dict[str, Any]
    registers: list[dict[str, Any]]
    applications: list[dict[str, Any]]
    licences: list[dict[str, Any]]
    uses_of_my_data: list[dict[str, Any]]
