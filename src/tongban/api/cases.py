"""Applications and cases: start, fill in, read; the verbs have their own calls."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query
from ninja.params.models import Header
from ninja.responses import Status
from pydantic import JsonValue

from tongban.api.callers import SOURCE, TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import CaseNumber, case_answer, case_href
from tongban.api.idempotent import Key, OptionalKey, once
from tongban.api.items import Page
from tongban.api.problems import Overtaken, in_conflict
from tongban.api.shapes import bodies
from tongban.api.shapes import cases as shapes
from tongban.api.shapes.base import Body, Links
from tongban.api.shapes.problem import FieldError
from tongban.api.verbs import OFFERED
from tongban.cases import actions, queries
from tongban.feedback.actions import rate
from tongban.feedback.queries import rating_of
from tongban.kernel import clock
from tongban.matters.events import NotYours
from tongban.parties.queries import parties_of
from tongban.parties.rules.actor import Actor

calls = Calls("cases 办件")

IfMatch = Annotated[
    str, Header(..., alias="If-Match", pattern='^"[0-9]{1,9}"$', description="the ETag of the answers that were read")
]


class CaseQuery(Body):
    page: Page = 1
    open: bool = False


@calls.write("POST", "/applications", rule=TOKEN, answer=shapes.Started, status=201, refuses=(404,))
def start_application(request: HttpRequest, body: bodies.StartApplication, key: Key) -> Status[shapes.Started]:
    """Start an application: a draft with the given answers, and what the registers know."""

    def work() -> shapes.Started:
        actor, at = caller(request), clock.now()
        organisation_id = organisation_of(actor, body.organisation)
        number = actions.draft(
            task_code=body.item,
            organisation_id=organisation_id,
            principal_id=body.principal,
            actor=actor,
            at=at,
            mock=body.mock,
            purpose=body.purpose,
            about_licence=body.about_licence,
            variant=body.variant,
            things=dict(body.things),
        )
        if body.answers:
            actions.save_draft(number=number, answers=body.answers, actor=actor, at=at, device=SOURCE)
        return shapes.Started(number=number, state="draft", links=Links(self=case_href(number)))

    return once(request, key, body, work, status=201)


@calls.get("/cases", rule=TOKEN, answer=shapes.CaseRows)
def list_cases(request: HttpRequest, asked: Query[CaseQuery]) -> shapes.CaseRows:
    """List the cases that the caller applies for, or for whom the caller acts, the newest first."""
    found = queries.my_cases(caller(request), asked.page, clock.now(), open_only=asked.open)
    rows = [
        shapes.CaseRow(
            number=row.number,
            subject=row.subject,
            applicant_name=row.applicant_name,
            state=row.state,
            state_label=_(row.state_label),
            lamp=row.lamp,
            due_on=row.due_on,
            due_provisional=row.due_provisional,
            remaining=row.remaining,
            opened_at=row.opened_at,
            closed=row.closed,
            turn=row.next.turn,
            next=str(row.next.sentence),
            links=Links(self=case_href(row.number)),
        )
        for row in found.rows
    ]
    return shapes.CaseRows(count=found.count, page=found.page, pages=found.pages, results=rows)


@calls.get("/cases/{number}", rule=TOKEN, answer=shapes.Case)
def read_case(request: HttpRequest, number: CaseNumber) -> shapes.Case:
    """Read a case: state, due day, lamp, what was given, said and decided, and what the caller may do now."""
    actor = caller(request)
    page = queries.case_page(actor, number, clock.now())
    return case_answer(page, rating_of(actor, number) if page.is_mine else None, OFFERED)


@calls.get("/cases/{number}/answers", rule=TOKEN, answer=shapes.SavedAnswers)
def read_answers(request: HttpRequest, response: HttpResponse, number: CaseNumber) -> shapes.SavedAnswers:
    """Read the answers of an application that the caller may fill in, with their revision (ETag)."""
    seen = queries.draft_answers(caller(request), number)
    return _saved(response, number, seen.answers, seen.revision)


@calls.write("PATCH", "/cases/{number}/answers", rule=TOKEN, answer=shapes.SavedAnswers, refuses=(412,))
def save_answers(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, body: bodies.ChangeAnswers, if_match: IfMatch = ""
) -> shapes.SavedAnswers:
    """Save answers of a draft or of a correction; an empty one is removed, an unknown key left out.

    With the `revision` that the caller saw, fields that only one side changed are merged, and those that both changed
    differently are refused (409), each named. With `If-Match` nothing is saved unless the revision is still that (412).
    """
    actor, expected = caller(request), body.revision
    if if_match:
        expected = int(if_match.strip('"'))
        seen = queries.draft_answers(actor, number)
        if seen.revision != expected:
            changed = [
                FieldError(field=key, detail=_("在修订 %(revision)d 中改过") % {"revision": each["revision"]})
                for key, each in seen.touched.items()
                if each["revision"] > expected
            ]
            raise Overtaken(
                _("草稿已在别处改过，现在是修订 %(now)d，请重新读取后再改") % {"now": seen.revision}, changed
            )
    try:
        saved = actions.save_draft(
            number=number, answers=body.answers, actor=actor, at=clock.now(), expected=expected, device=SOURCE
        )
    except actions.DraftConflict as conflict:
        if if_match:
            raise Overtaken(conflict.reason, in_conflict(conflict)) from conflict
        raise
    return _saved(response, number, saved.answers, saved.revision)


def _saved(response: HttpResponse, number: str, answers: dict[str, JsonValue], revision: int) -> shapes.SavedAnswers:
    response.headers["ETag"] = f'"{revision}"'
    links = Links(self=case_href(number))
    return shapes.SavedAnswers(number=number, answers=answers, revision=revision, links=links)


@calls.write("POST", "/cases/{number}/rating", rule=TOKEN, answer=shapes.Rated, status=201)
def rate_case(
    request: HttpRequest, number: CaseNumber, body: bodies.Rate, key: OptionalKey = ""
) -> Status[shapes.Rated]:
    """Rate the service once its result is delivered; the case closes with it."""

    def work() -> shapes.Rated:
        rate(
            number=number,
            level=body.level,
            text=body.text,
            channel=SOURCE,
            actor=caller(request),
            at=clock.now(),
        )
        return shapes.Rated(number=number, level=body.level, links=Links(self=case_href(number)))

    return once(request, key, body, work, status=201)


def organisation_of(actor: Actor, uscc: str | None) -> int | None:
    """Return the organisation that the actor acts for. Raises NotYours for any other, known or not."""
    if uscc is None:
        return None
    wanted = uscc.strip().upper()
    for party in parties_of(actor):
        if party.kind == "organisation" and party.code == wanted:
            return party.id
    raise NotYours(_("您没有该单位办理此事项的授权，请单位先在“我的空间”授权给您"))
