"""Questions and complaints about cases."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import CaseNumber
from tongban.api.idempotent import Key, once
from tongban.api.items import Page
from tongban.api.shapes import complaints as shapes
from tongban.api.shapes.base import Body, Links
from tongban.feedback.actions import answer, lodge, withdraw_complaint
from tongban.feedback.queries import ComplaintRow, complaint_list, complaint_page
from tongban.kernel import clock

calls = Calls("complaints 留言投诉")
ComplaintNumber = Annotated[str, Path(max_length=60, description="the number of a question or a complaint")]


class ComplaintQuery(Body):
    """With `all`, those that were answered too."""

    page: Page = 1
    all: bool = False


@calls.get("/complaints", rule=TOKEN, answer=shapes.Complaints)
def read_complaints(request: HttpRequest, asked: Query[ComplaintQuery]) -> shapes.Complaints:
    """Read what the caller wrote, or may answer."""
    found = complaint_list(caller(request), asked.page, clock.now(), open_only=not asked.all)
    rows = [_complaint(row) for row in found.rows]
    return shapes.Complaints(count=found.count, page=found.page, pages=found.pages, results=rows)


@calls.get("/complaints/{number}", rule=TOKEN, answer=shapes.Complaint)
def read_complaint(request: HttpRequest, number: ComplaintNumber) -> shapes.Complaint:
    """Read one."""
    return _read(request, number)


@calls.write("POST", "/cases/{number}/complaints", rule=TOKEN, answer=shapes.Complaint, status=201)
def lodge_complaint(request: HttpRequest, number: CaseNumber, body: shapes.Lodge, key: Key) -> Any:
    """Ask or complain of one's own case."""

    def work() -> shapes.Complaint:
        done = lodge(number=number, topic=body.topic, text=body.text, actor=caller(request), at=clock.now())
        return _read(request, done.number)

    return once(request, key, body, work, status=201)


@calls.write("POST", "/complaints/{number}/answer", rule=TOKEN, answer=shapes.Complaint)
def answer_complaint(request: HttpRequest, number: ComplaintNumber, body: shapes.AnswerText, key: Key) -> Any:
    """Answer a question (the authority) or a complaint (the supervisors)."""

    def work() -> shapes.Complaint:
        answer(number=number, text=body.text, actor=caller(request), at=clock.now())
        return _read(request, number)

    return once(request, key, body, work)


@calls.write("POST", "/complaints/{number}/withdraw", rule=TOKEN, answer=shapes.Complaint)
def take_complaint_back(request: HttpRequest, number: ComplaintNumber, key: Key) -> Any:
    """Take one back that waits for its answer."""

    def work() -> shapes.Complaint:
        withdraw_complaint(number=number, actor=caller(request), at=clock.now())
        return _read(request, number)

    return once(request, key, b"", work)


def _read(request: HttpRequest, number: str) -> shapes.Complaint:
    return _complaint(complaint_page(caller(request), number, clock.now()).row)


def _complaint(row: ComplaintRow) -> shapes.Complaint:
    names = (name for name in shapes.Complaint.model_fields if name != "links")
    links = Links(self=f"/api/v1/complaints/{row.number}")
    return shapes.Complaint(**{name: getattr(row, name) for name in names}, links=links)
