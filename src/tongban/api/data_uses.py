"""Who used my data, and what I say is wrong in a register."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key, once
from tongban.api.items import Page
from tongban.api.shapes import registers as shapes
from tongban.api.shapes.base import Body, Links
from tongban.kernel import clock
from tongban.licences.queries.uses import uses_of_my_licences
from tongban.sharing import actions
from tongban.sharing.queries import Uses, uses_of_my_data
from tongban.sharing.queries.corrections import CorrectionRow, correction_list, correction_page

calls = Calls("data 我的数据")
CorrectionNumber = Annotated[str, Path(max_length=60, description="the number of a report: JC…")]


class UsesQuery(Body):
    """Of one year, when it is named."""

    page: Page = 1
    year: int | None = None


class CorrectionQuery(Body):
    """With `all`, those that were answered too; `own`: by the caller or about them."""

    page: Page = 1
    all: bool = False
    own: bool = False


@calls.get("/me/data-uses", rule=TOKEN, answer=shapes.UsesAnswer)
def read_data_uses(request: HttpRequest, asked: Query[UsesQuery]) -> shapes.UsesAnswer:
    """Read who looked up the data of the caller and of those for whom the caller may do everything."""
    return _uses(uses_of_my_data(caller(request), asked.page, year=asked.year))


@calls.get("/me/licence-uses", rule=TOKEN, answer=shapes.UsesAnswer)
def read_licence_uses(request: HttpRequest, asked: Query[UsesQuery]) -> shapes.UsesAnswer:
    """Read who used the licences of the caller and of those for whom the caller acts."""
    return _uses(uses_of_my_licences(caller(request), asked.page, asked.year))


@calls.get("/data-corrections", rule=TOKEN, answer=shapes.Corrections)
def read_corrections(request: HttpRequest, asked: Query[CorrectionQuery]) -> shapes.Corrections:
    """Read what was reported wrong by the caller, about them, or in the registers that they keep."""
    found = correction_list(caller(request), asked.page, clock.now(), open_only=not asked.all, own=asked.own)
    rows = [shapes.CorrectionRowAnswer(**_values(row, shapes.CorrectionRowAnswer)) for row in found.rows]
    return shapes.Corrections(count=found.count, page=found.page, pages=found.pages, results=rows)


@calls.get("/data-corrections/{number}", rule=TOKEN, answer=shapes.CorrectionAnswer)
def read_correction(request: HttpRequest, number: CorrectionNumber) -> shapes.CorrectionAnswer:
    """Read one."""
    return _read(request, number)


@calls.write("POST", "/data-corrections", rule=TOKEN, answer=shapes.CorrectionAnswer, status=201, refuses=(404,))
def report_wrong(request: HttpRequest, body: shapes.ReportWrong, key: Key) -> Any:
    """Say that a register is wrong; its provider owes an answer."""

    def work() -> shapes.CorrectionAnswer:
        number = actions.report_wrong(
            register=body.register_key,
            row=body.row,
            element=body.element,
            held=body.held,
            given=body.given,
            note=body.note,
            case_number=body.case_number,
            actor=caller(request),
            at=clock.now(),
        )
        return _read(request, number)

    return once(request, key, body, work, status=201)


@calls.write("POST", "/data-corrections/{number}/take-up", rule=TOKEN, answer=shapes.CorrectionAnswer)
def take_up(request: HttpRequest, number: CorrectionNumber, key: Key) -> Any:
    """Say that it is being looked into."""
    return _step(request, number, b"", key, actions.take_up)


@calls.write("POST", "/data-corrections/{number}/correct", rule=TOKEN, answer=shapes.CorrectionAnswer)
def correct_record(request: HttpRequest, number: CorrectionNumber, body: shapes.CorrectRecord, key: Key) -> Any:
    """Write the right value into the register."""
    return _step(request, number, body, key, actions.correct_record, value=body.value, answer=body.answer)


@calls.write("POST", "/data-corrections/{number}/reject", rule=TOKEN, answer=shapes.CorrectionAnswer)
def reject_report(request: HttpRequest, number: CorrectionNumber, body: shapes.RejectReport, key: Key) -> Any:
    """Say why the register is right as it stands."""
    return _step(request, number, body, key, actions.reject_report, answer=body.answer)


@calls.write("POST", "/data-corrections/{number}/withdraw", rule=TOKEN, answer=shapes.CorrectionAnswer)
def withdraw_report(request: HttpRequest, number: CorrectionNumber, key: Key) -> Any:
    """Take one's own report back."""
    return _step(request, number, b"", key, actions.withdraw_report)


def _step(request: HttpRequest, number: str, sent: Any, key: str, act: Callable[..., Any], **said: Any) -> Any:
    def work() -> shapes.CorrectionAnswer:
        act(number=number, actor=caller(request), at=clock.now(), **said)
        return _read(request, number)

    return once(request, key, sent, work)


def _read(request: HttpRequest, number: str) -> shapes.CorrectionAnswer:
    found = correction_page(caller(request), number, clock.now())
    return shapes.CorrectionAnswer(
        **_values(found.row, shapes.CorrectionAnswer),
        verbs=[move.verb for move in found.moves],
        links=Links(self=f"/api/v1/data-corrections/{number}"),
    )


def _values(row: CorrectionRow, shape: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in shape.model_fields if hasattr(row, name)}


def _uses(found: Uses) -> shapes.UsesAnswer:
    return shapes.UsesAnswer(
        count=found.count,
        page=found.page,
        pages=found.pages,
        years=list(found.years),
        results=[shapes.UseAnswer.model_validate(each) for each in found.results],
    )
