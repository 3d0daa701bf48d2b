"""What was found for the materials of a case and why not, what departments attest, and what applications asked."""

import base64
import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query
from pydantic import Field

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import CaseNumber, case_href
from tongban.api.case_files import MEDIA_TYPES, MaterialCode, file_answer
from tongban.api.idempotent import Key, once
from tongban.api.items import Page
from tongban.api.shapes import findings as shapes
from tongban.api.shapes.base import Body, Links
from tongban.cases.actions import (
    answer_assistance,
    ask_for_assistance,
    choose_situation,
    choose_things,
    decline_assistance,
    mark_wrong,
    resolve_materials,
)
from tongban.cases.queries import case_page
from tongban.cases.queries.assistances import AssistancePage, AssistanceRow, assistance_file, assistance_list
from tongban.cases.queries.assistances import assistance_page as page_of
from tongban.cases.queries.burden import burden_board, burden_of_item
from tongban.cases.queries.material_board import MaterialState, material_board
from tongban.cases.queries.situation import SituationChange, situation_change
from tongban.cases.queries.things import things_of_case
from tongban.catalogue.rules.situations import asked_of
from tongban.kernel import clock
from tongban.kernel.errors import BadInput

calls = Calls("materials 免证办")
AssistanceNumber = Annotated[str, Path(max_length=60, description="the number of a request to a department")]


class SituationQuery(Body):
    """`chosen` is like site:own, once for each question; without any, the answers that the application has."""

    chosen: list[Annotated[str, Field(max_length=120, pattern=r"^[^:]+:[^:]+$")]] = Field(default=[], max_length=20)


class AssistanceQuery(Body):
    """With `all`, those that were answered too."""

    page: Page = 1
    all: bool = False


class BurdenQuery(Body):
    """`month` is like 2026-03, all months when empty; `item` an item's code, `authority` an authority's key."""

    month: Annotated[str, Field(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")] = ""
    item: Annotated[str, Field(max_length=36)] = ""
    authority: Annotated[str, Field(max_length=50)] = ""
    page: Page = 1


@calls.get("/cases/{number}/materials", rule=TOKEN, answer=shapes.MaterialFindings)
def read_findings(request: HttpRequest, number: CaseNumber) -> shapes.MaterialFindings:
    """Read for each material what was found and where, and what was not and why."""
    return _findings(request, number)


@calls.write("POST", "/cases/{number}/materials/resolution", rule=TOKEN, answer=shapes.MaterialFindings)
def find_again(request: HttpRequest, number: CaseNumber, key: Key) -> Any:
    """Look once more for each material where government has it."""

    def work() -> shapes.MaterialFindings:
        resolve_materials(number=number, actor=caller(request), at=clock.now())
        return _findings(request, number)

    return once(request, key, b"", work)


@calls.write("POST", "/cases/{number}/materials/{code}/assistance", rule=TOKEN, answer=shapes.Assistance, status=201)
def ask_a_department(request: HttpRequest, number: CaseNumber, code: MaterialCode, key: Key) -> Any:
    """Ask the department that can attest a material."""

    def work() -> shapes.Assistance:
        done = ask_for_assistance(number=number, material_code=code, actor=caller(request), at=clock.now())
        return _assistance(page_of(caller(request), done.number, clock.now()))

    return once(request, key, b"", work, status=201)


@calls.write("POST", "/cases/{number}/wrong_sources", rule=TOKEN, answer=shapes.Marked)
def mark_wrong_source(request: HttpRequest, number: CaseNumber, body: shapes.MarkWrong, key: Key) -> Any:
    """Say that a register is wrong about an answer that was put right; it is told when the case is handed in."""

    def work() -> shapes.Marked:
        mark_wrong(
            number=number,
            field=body.field,
            wrong=body.wrong,
            note=body.note,
            actor=caller(request),
            at=clock.now(),
        )
        return shapes.Marked(number=number, field=body.field, wrong=body.wrong, links=Links(self=case_href(number)))

    return once(request, key, body, work)


@calls.get("/cases/{number}/things", rule=TOKEN, answer=shapes.Things)
def read_things(request: HttpRequest, number: CaseNumber) -> shapes.Things:
    """Read which of several things of the applicant the application may be about, and which it is."""
    return _things(request, number)


@calls.write("POST", "/cases/{number}/things", rule=TOKEN, answer=shapes.Things)
def choose_thing(request: HttpRequest, number: CaseNumber, body: shapes.ChooseThings, key: Key) -> Any:
    """Say which one it is about; the form is filled in for it, and the materials are looked for again."""

    def work() -> shapes.Things:
        choose_things(number=number, things=body.things, actor=caller(request), at=clock.now())
        return _things(request, number)

    return once(request, key, body, work)


@calls.get("/cases/{number}/situation", rule=TOKEN, answer=shapes.Situation, refuses=(409,))
def read_situation(request: HttpRequest, number: CaseNumber, asked: Query[SituationQuery]) -> shapes.Situation:
    """Read the questions of the application's situation, and what other answers would change while it is a draft.

    A question may be left open. Answers for what was handed in are refused (409): its situation is settled.
    """
    chosen = dict(each.split(":", 1) for each in asked.chosen) if asked.chosen else None
    return _situation(number, situation_change(caller(request), number, chosen), request)


@calls.write("POST", "/cases/{number}/situation", rule=TOKEN, answer=shapes.Situation)
def choose_other_situation(request: HttpRequest, number: CaseNumber, body: shapes.ChooseSituation, key: Key) -> Any:
    """Say a draft's situation anew; files of what falls away are taken back, and the materials are looked for again."""

    def work() -> shapes.Situation:
        change = choose_situation(
            number=number,
            situation=body.situation,
            actor=caller(request),
            at=clock.now(),
            shown=body.shown,
        )
        return _situation(number, change, request)

    return once(request, key, body, work)


@calls.get("/assistance", rule=TOKEN, answer=shapes.Assistances)
def list_assistance(request: HttpRequest, asked: Query[AssistanceQuery]) -> shapes.Assistances:
    """List what the caller's departments are asked to attest."""
    found = assistance_list(caller(request), asked.page, clock.now(), open_only=not asked.all)
    rows = [shapes.AssistanceLine.model_validate(_line(row)) for row in found.rows]
    return shapes.Assistances(count=found.count, page=found.page, pages=found.pages, results=rows)


@calls.get("/assistance/{number}", rule=TOKEN, answer=shapes.Assistance)
def read_assistance(request: HttpRequest, number: AssistanceNumber) -> shapes.Assistance:
    """Read one request."""
    return _assistance(page_of(caller(request), number, clock.now()))


@calls.get("/assistance/{number}/file", rule=TOKEN, media=MEDIA_TYPES)
def read_assistance_file(request: HttpRequest, number: AssistanceNumber) -> HttpResponse:
    """Read the file with which a department attested."""
    return file_answer(assistance_file(caller(request), number))


@calls.write("POST", "/assistance/{number}/answer", rule=TOKEN, answer=shapes.Assistance)
def attest(request: HttpRequest, number: AssistanceNumber, body: shapes.Attest, key: Key) -> Any:
    """Attest what was asked; the answer stands in the place of the material."""

    def work() -> shapes.Assistance:
        try:
            data = base64.b64decode(body.file, validate=True)
        except ValueError as error:  # what is no ASCII is refused by another kind than what is no base64
            raise BadInput({"file": _("文件应为 base64 编码")}) from error
        answer_assistance(
            number=number,
            text=body.text,
            file_name=body.file_name,
            data=data,
            actor=caller(request),
            at=clock.now(),
        )
        return _assistance(page_of(caller(request), number, clock.now()))

    return once(request, key, body, work)


@calls.write("POST", "/assistance/{number}/decline", rule=TOKEN, answer=shapes.Assistance)
def decline_to_attest(request: HttpRequest, number: AssistanceNumber, body: shapes.DeclineAssistance, key: Key) -> Any:
    """Say why it cannot be attested."""

    def work() -> shapes.Assistance:
        decline_assistance(number=number, text=body.text, actor=caller(request), at=clock.now())
        return _assistance(page_of(caller(request), number, clock.now()))

    return once(request, key, body, work)


@calls.get("/burden", rule=TOKEN, answer=shapes.BurdenBoard, refuses=(403,))
def read_burden(request: HttpRequest, asked: Query[BurdenQuery]) -> shapes.BurdenBoard:
    """Read what applications asked of people: of one item for anybody, all of it for supervisors and editors."""
    month = dt.date.fromisoformat(f"{asked.month}-01") if asked.month else None
    links = Links(self="/api/v1/burden")
    told: dict[str, Any] = {"month": asked.month, "item": asked.item, "links": links}
    if asked.item:
        total = burden_of_item(asked.item, month)
        return shapes.BurdenBoard.model_validate({**told, "total": total, "items": [], "authorities": [], "months": []})
    board = burden_board(caller(request), month=month, authority_key=asked.authority, page=asked.page)
    lists = {"items": board.items, "authorities": board.authorities, "months": board.months}
    return shapes.BurdenBoard.model_validate({**told, "total": board.total, **lists})


def _findings(request: HttpRequest, number: str) -> shapes.MaterialFindings:
    board = material_board(caller(request), number, clock.now())
    counts = board.counts
    return shapes.MaterialFindings(
        number=number,
        looked_at=board.looked_at,
        counts=shapes.MaterialCounts(
            materials_required=counts.required,
            materials_found=counts.found,
            materials_asked=counts.asked,
            found_by=dict(counts.found_by),
        ),
        materials=[_material(each) for each in board.states],
        links=Links(self=f"{case_href(number)}/materials"),
    )


def _things(request: HttpRequest, number: str) -> shapes.Things:
    actor = caller(request)
    chosen = case_page(actor, number, clock.now()).raw.things
    offered = {domain: dict(held) for domain, held in things_of_case(actor, number).items()}
    return shapes.Things(number=number, offered=offered, chosen=chosen, links=Links(self=case_href(number)))


def _situation(number: str, change: SituationChange, request: HttpRequest) -> shapes.Situation:
    item = case_page(caller(request), number, clock.now()).item
    return shapes.Situation(
        number=number,
        questions=[
            shapes.SituationQuestion(
                key=each["key"],
                question=each["question"],
                choices={one["value"]: one["label"] for one in each["choices"]},
                chosen=change.chosen.get(each["key"], ""),
            )
            for each in asked_of(item.situations, change.chosen)
        ],
        chosen=dict(change.chosen),
        fewer=dict(change.fewer),
        more=dict(change.more),
        files=list(change.files),
        asked=[shapes.AskedDepartment.model_validate(each) for each in change.asked],
        signs_anew=change.signs_anew,
        mark=change.mark,
        links=Links(self=case_href(number)),
    )


def _material(state: MaterialState) -> shapes.FoundMaterial:
    return shapes.FoundMaterial(
        code=state.material.code,
        name=state.material.name,
        necessity=state.material.necessity,
        found=state.found,
        missing=state.missing,
        settled_by=state.settled.attempt.path if state.settled else "",
        may_ask=state.may_ask,
        ways=[
            shapes.TriedWay(
                path=way.attempt.path,
                outcome=way.attempt.outcome,
                reason=way.attempt.reason,
                source=way.attempt.source,
                evidence=way.attempt.evidence,
                as_of=way.attempt.as_of,
                at=way.attempt.at,
                told=way.told,
            )
            for way in state.ways
        ],
    )


def _line(row: AssistanceRow) -> dict[str, Any]:
    names = ("number", "case", "material", "subject", "owner", "state", "lamp", "due_on")
    return {
        **{name: getattr(row, name) for name in names},
        "links": Links(self=f"/api/v1/assistance/{row.number}"),
    }


def _assistance(page: AssistancePage) -> shapes.Assistance:
    names = ("applicant_name", "applicant_code", "asked_by", "asked_at", "answer", "answered_by", "answered_at")
    file = f"/api/v1/assistance/{page.row.number}/file" if page.file_name else ""
    told = {**_line(page.row), **{name: getattr(page, name) for name in names}, "file": file}
    return shapes.Assistance.model_validate(told)
