"""Copies of licences for one purpose: made, allowed, asked for, fetched, verified; and who used a licence."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import Path, Query
from pydantic import Field

from tongban.api.callers import PUBLIC, TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_files import file_answer
from tongban.api.idempotent import Key, once
from tongban.api.items import Page
from tongban.api.licence_answers import copy_answer
from tongban.api.shapes import copies as shapes
from tongban.api.shapes.base import Body, Links
from tongban.api.shapes.bodies import Nothing
from tongban.api.shapes.licences import CopyVerification
from tongban.cases.actions.review.call_up_copy import call_up_copy
from tongban.kernel import clock, signing
from tongban.licences.actions import copies as acts
from tongban.licences.actions.copies.fetch import fetch_copy, view_copy
from tongban.licences.actions.copies.verify import verify_copy
from tongban.licences.queries.copies import copies_of_licence, request_of
from tongban.licences.queries.ended import KEPT_SECONDS, published_list
from tongban.licences.queries.uses import uses_of_licence, uses_of_my_licences

calls = Calls("copies 证照副本")

Identifier = Annotated[str, Path(max_length=120, description="the identifier of the licence (GB/T 36904)")]
Number = Annotated[str, Path(max_length=24, description="the number of the copy, FB…")]
Purpose = Annotated[str, Field(max_length=200, description="what the copy is for; it stands on each page")]
About = Annotated[str, Field(max_length=120, description="the licence's whole identifier or number")]
Name = Annotated[str, Field(max_length=200)]
Code = Annotated[str, Field(max_length=18, description="unified social credit code")]
CaseNumber = Annotated[str, Field(max_length=50)]
Fields = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=100)]


class MakeCopy(Body):
    """`fields` are keys of the face, and "holder_code" for the whole identity number; without, what is not personal."""

    purpose: Purpose
    user_name: Name
    user_code: Code = ""
    case_number: CaseNumber = ""
    fields: Fields | None = None
    expires_on: dt.date | None = None


class GiveCode(Body):
    purpose: Purpose
    user_name: Name = ""
    fields: Fields | None = None
    copy_expires_on: dt.date | None = None


class ReceiveByCode(Body):
    """Officials and connected systems may name the holder's code in `about`."""

    about: About
    code: Annotated[str, Field(max_length=12)]
    user_code: Code = ""
    case_number: CaseNumber = ""


class ReceiveByScreen(Body):
    token: Annotated[str, Field(max_length=300)]
    purpose: Purpose
    user_code: Code = ""
    case_number: CaseNumber = ""


class AskForCopy(Body):
    about: About
    purpose: Purpose
    case_number: CaseNumber = ""
    fields: Fields | None = None
    copy_expires_on: dt.date | None = None
    user_code: Code = ""


class AnswerCopyRequest(Body):
    approve: bool


class CallUp(Body):
    licence: Annotated[str, Field(max_length=120, description="the identifier of the licence")]


class LicenceUsesQuery(Body):
    page: Page = 1
    year: Annotated[int, Field(ge=2000, le=9998)] | None = None


class CopyQuery(Body):
    """The day for which the state is asked, today when none is given."""

    on: dt.date | None = None


@calls.get("/keys", rule=PUBLIC, answer=shapes.PublishedKeys)
def published_keys(request: HttpRequest) -> Any:
    """Give the keys that verify our files without us: certificates with their dates, SM2 and journal keys."""
    return signing.published_keys(at=clock.now())


@calls.get("/licences/ended", rule=PUBLIC, media="text/plain")
def ended_licences(request: HttpRequest) -> HttpResponse:
    """Give the signed list of the files that are in force no more, for verification without a network.

    It is made once a minute; with `If-None-Match`, the answer is 304 while it is the same.
    """
    text, etag = published_list(clock.now())
    told = HttpResponse(text, content_type="text/plain; charset=utf-8")
    told.headers["ETag"], told.headers["Cache-Control"] = etag, f"public, max-age={KEPT_SECONDS}"
    return get_conditional_response(request, etag=etag, response=told) or told


@calls.get("/licences/uses", rule=TOKEN, answer=shapes.LicenceUses)
def my_licence_uses(request: HttpRequest, asked: Query[LicenceUsesQuery]) -> Any:
    """List who used the caller's licences, the newest first."""
    return uses_of_my_licences(caller(request), asked.page, asked.year)


@calls.get("/licences/{identifier}/uses", rule=TOKEN, answer=shapes.LicenceUses)
def licence_uses(request: HttpRequest, identifier: Identifier, asked: Query[LicenceUsesQuery]) -> Any:
    """List who used a licence that the caller holds, the newest first."""
    return uses_of_licence(caller(request), identifier, asked.page)


@calls.get("/licences/{identifier}/copies", rule=TOKEN, answer=shapes.LicenceCopies)
def licence_copies(request: HttpRequest, identifier: Identifier) -> Any:
    """List the copies of a licence that the caller holds, and the requests that wait for an answer."""
    return copies_of_licence(caller(request), identifier, clock.now())


@calls.write("POST", "/licences/{identifier}/copies", rule=TOKEN, answer=shapes.CopyMade, status=201)
def make_copy(request: HttpRequest, identifier: Identifier, key: Key, body: MakeCopy) -> Any:
    """Make a copy of a licence that the caller holds."""

    def work() -> shapes.CopyMade:
        return _made(acts.make_copy(identifier=identifier, **body.model_dump(), actor=caller(request), at=clock.now()))

    return once(request, key, body, work, status=201)


@calls.write("POST", "/licences/{identifier}/codes", rule=TOKEN, answer=shapes.OneTimeCode, status=201)
def give_code(request: HttpRequest, identifier: Identifier, body: GiveCode) -> Any:
    """Give a one-time code for one copy; given again, it is another, and the one before ends."""
    # Not kept for an idempotency key: a code is stored as a hash alone.
    return 201, acts.give_code(identifier=identifier, **body.model_dump(), actor=caller(request), at=clock.now())


@calls.get("/licences/{identifier}/screen", rule=TOKEN, answer=shapes.Screen)
def show_screen(request: HttpRequest, identifier: Identifier) -> Any:
    """Give what the holder's screen shows as a picture for a short time."""
    return acts.show_screen(identifier=identifier, actor=caller(request), at=clock.now())


@calls.write("POST", "/copies/by-code", rule=TOKEN, answer=shapes.CopyMade, status=201)
def copy_by_code(request: HttpRequest, key: Key, body: ReceiveByCode) -> Any:
    """Receive the copy that a holder's one-time code allows; wrong tries are counted."""
    acts.check_code(about=body.about, code=body.code, actor=caller(request), at=clock.now())

    def work() -> shapes.CopyMade:
        return _made(
            acts.copy_by_code(**body.model_dump(), user_name=_name(request), actor=caller(request), at=clock.now())
        )

    return once(request, key, body, work, status=201)


@calls.write("POST", "/copies/by-screen", rule=TOKEN, answer=shapes.CopyMade, status=201)
def copy_by_screen(request: HttpRequest, key: Key, body: ReceiveByScreen) -> Any:
    """Receive the copy that the picture on a holder's screen allows."""

    def work() -> shapes.CopyMade:
        return _made(
            acts.copy_by_screen(**body.model_dump(), user_name=_name(request), actor=caller(request), at=clock.now())
        )

    return once(request, key, body, work, status=201)


@calls.write("POST", "/copies/requests", rule=TOKEN, answer=shapes.CopyRequest, status=201, refuses=(404,))
def ask_for_copy(request: HttpRequest, key: Key, body: AskForCopy) -> Any:
    """Ask a holder for a copy; the holder approves or declines."""
    asking = caller(request)

    def work() -> shapes.CopyRequest:
        pk = acts.ask_for_copy(**body.model_dump(), actor=asking, at=clock.now())
        return shapes.CopyRequest.model_validate(request_of(asking, pk))

    return once(request, key, body, work, status=201)


@calls.get("/copies/requests/{request_id}", rule=TOKEN, answer=shapes.CopyRequest)
def read_copy_request(request: HttpRequest, request_id: int) -> Any:
    """Read what became of a request of the caller's."""
    return request_of(caller(request), request_id)


@calls.write("POST", "/copies/requests/{request_id}/answer", rule=TOKEN, answer=shapes.RequestAnswered)
def answer_copy_request(request: HttpRequest, request_id: int, key: Key, body: AnswerCopyRequest) -> Any:
    """Approve a request, which makes the copy, or decline it."""

    def work() -> shapes.RequestAnswered:
        made = acts.answer_request(request_id=request_id, approve=body.approve, actor=caller(request), at=clock.now())
        return shapes.RequestAnswered(approved=body.approve, copy_number=made.number if made else "")

    return once(request, key, body, work)


@calls.get("/copies/{number}", rule=TOKEN, answer=shapes.LicenceCopy)
def read_copy(request: HttpRequest, number: Number) -> Any:
    """Read what a copy is for, as its holder or its user."""
    return view_copy(number=number, actor=caller(request), at=clock.now())


@calls.get("/copies/{number}/file", rule=TOKEN, media="application/pdf")
def read_copy_file(request: HttpRequest, number: Number) -> HttpResponse:
    """Read the signed file of a copy, as its holder or its user."""
    return file_answer(fetch_copy(number=number, actor=caller(request), at=clock.now()))


@calls.get("/copies/{number}/verification", rule=PUBLIC, answer=CopyVerification)
def verify_licence_copy(request: HttpRequest, number: Number, asked: Query[CopyQuery]) -> CopyVerification:
    """Tell what a copy is worth now, and on a day."""
    return copy_answer(verify_copy(number=number, on=asked.on, door="api", at=clock.now()))


@calls.write("POST", "/copies/{number}/end", rule=TOKEN, answer=shapes.TakenBack)
def take_back_copy(request: HttpRequest, number: Number, key: Key, body: Nothing) -> Any:
    """Take a copy back that the caller allowed as holder."""

    def work() -> shapes.TakenBack:
        acts.take_back(number=number, actor=caller(request), at=clock.now())
        return shapes.TakenBack(number=number, state="revoked")

    return once(request, key, body, work)


@calls.write("POST", "/cases/{number}/copies", rule=TOKEN, answer=shapes.CopyMade, status=201)
def call_up(request: HttpRequest, number: CaseNumber, key: Key, body: CallUp) -> Any:
    """Call up a copy of the applicant's licence for a live case, where the item takes it in the place of a paper."""

    def work() -> shapes.CopyMade:
        return _made(call_up_copy(number=number, identifier=body.licence, actor=caller(request), at=clock.now()))

    return once(request, key, body, work, status=201)


def _made(found: acts.CopyView) -> shapes.CopyMade:
    return shapes.CopyMade(
        number=found.number,
        sha256=found.sha256,
        expires_on=found.expires_on,
        links=Links(self=f"/api/v1/copies/{found.number}"),
    )


def _name(request: HttpRequest) -> str:
    """Return who receives: a system and an official are known by themselves, a person is named."""
    return caller(request).name
