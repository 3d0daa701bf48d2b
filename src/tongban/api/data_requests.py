"""Rights that people have in their data: a copy, deletion, an explanation."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key, once
from tongban.api.items import Page
from tongban.api.shapes import data_requests as shapes
from tongban.api.shapes.base import Body, Links
from tongban.api.shapes.bodies import Nothing
from tongban.feedback.actions.data_requests.claim_data_right import claim_data_right
from tongban.feedback.actions.data_requests.copy_my_data import copy_my_data
from tongban.feedback.actions.data_requests.grant_data_request import grant_data_request
from tongban.feedback.actions.data_requests.refuse_data_request import refuse_data_request
from tongban.feedback.actions.data_requests.withdraw_data_request import withdraw_data_request
from tongban.feedback.queries.data_requests import DataRequestRow, data_request_list, data_request_page
from tongban.kernel import clock

calls = Calls("data rights 个人信息权利")
RequestNumber = Annotated[str, Path(max_length=60, description="the number of a request: XX…")]


class RequestQuery(Body):
    """With `all`, those that were answered too; `own`: the caller's."""

    page: Page = 1
    all: bool = False
    own: bool = False


@calls.write("POST", "/me/data-copy", rule=TOKEN, answer=shapes.MyData)
def copy(request: HttpRequest, body: Nothing = Nothing()) -> Any:
    """Read all that is held about the caller; the look into the registers is logged."""
    return copy_my_data(actor=caller(request), at=clock.now())


@calls.write("POST", "/data-requests", rule=TOKEN, answer=shapes.DataRequest, status=201)
def claim(request: HttpRequest, body: shapes.ClaimDataRight, key: Key) -> Any:
    """Ask for the deletion of one's data, or for an explanation; an answer is owed by a day."""

    def work() -> shapes.DataRequest:
        said = body.model_dump()
        return _read(request, claim_data_right(**said, actor=caller(request), at=clock.now()).number)

    return once(request, key, body, work, status=201)


@calls.get("/data-requests", rule=TOKEN, answer=shapes.DataRequests)
def read_requests(request: HttpRequest, asked: Query[RequestQuery]) -> shapes.DataRequests:
    """Read the caller's requests, and those that the caller answers."""
    found = data_request_list(caller(request), asked.page, clock.now(), open_only=not asked.all, own=asked.own)
    rows = [_answer(row) for row in found.rows]
    return shapes.DataRequests(count=found.count, page=found.page, pages=found.pages, results=rows)


@calls.get("/data-requests/{number}", rule=TOKEN, answer=shapes.DataRequest)
def read_request(request: HttpRequest, number: RequestNumber) -> shapes.DataRequest:
    """Read one."""
    return _read(request, number)


@calls.write("POST", "/data-requests/{number}/grant_data_request", rule=TOKEN, answer=shapes.DataRequest)
def grant(request: HttpRequest, number: RequestNumber, body: shapes.AnswerDataRequest, key: Key) -> Any:
    """Do what was asked: what was to be deleted is deleted with the answer."""
    return _step(request, number, body, key, grant_data_request, text=body.text)


@calls.write("POST", "/data-requests/{number}/refuse_data_request", rule=TOKEN, answer=shapes.DataRequest)
def refuse(request: HttpRequest, number: RequestNumber, body: shapes.AnswerDataRequest, key: Key) -> Any:
    """Say why it is not done."""
    return _step(request, number, body, key, refuse_data_request, text=body.text)


@calls.write("POST", "/data-requests/{number}/withdraw_data_request", rule=TOKEN, answer=shapes.DataRequest)
def withdraw(request: HttpRequest, number: RequestNumber, key: Key, body: Nothing = Nothing()) -> Any:
    """Take one's own request back."""
    return _step(request, number, body, key, withdraw_data_request)


def _step(request: HttpRequest, number: str, sent: Any, key: str, act: Callable[..., Any], **said: Any) -> Any:
    def work() -> shapes.DataRequest:
        act(number=number, actor=caller(request), at=clock.now(), **said)
        return _read(request, number)

    return once(request, key, sent, work)


def _read(request: HttpRequest, number: str) -> shapes.DataRequest:
    page = data_request_page(caller(request), number, clock.now())
    return _answer(page.row, [move.verb for move in page.moves])


def _answer(row: DataRequestRow, verbs: list[str] | None = None) -> shapes.DataRequest:
    return shapes.DataRequest(
        number=row.number,
        topic=row.topic,
        scope=list(row.scope),
        text=row.text,
        state=row.state,
        due_on=row.due_on,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_at=row.answered_at,
        deleted=dict(row.deleted),
        verbs=verbs or [],
        links=Links(self=f"/api/v1/data-requests/{row.number}"),
    )
