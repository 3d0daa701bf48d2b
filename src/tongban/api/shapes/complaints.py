"""Questions and complaints about a case, as they are sent and answered."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from tongban.api.shapes.base import Body, Links, Shape

Text = Annotated[str, Field(max_length=2000)]


class Lodge(Body):
    """A question is answered by the authority, a complaint by the supervisors."""

    topic: Literal["question", "complaint"] = "question"
    text: Text


class AnswerText(Body):
    """What the applicant reads."""

    text: Text


class Complaint(Shape):
    """One, with its answer once it has one."""

    number: str
    case: str
    topic: str
    applicant_name: str
    owner: str
    text: str
    answer: str
    state: str
    lamp: str
    due_on: dt.date | None
    lodged_at: dt.datetime
    answered_at: dt.datetime | None
    links: Links


class Complaints(Shape):
    """A page of them, the soonest due first."""

    count: int
    page: int
    pages: int
    results: list[Complaint]
