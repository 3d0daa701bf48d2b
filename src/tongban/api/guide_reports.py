"""Reports of wrong guides (指南纠错)."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key, once
from tongban.api.items import Code, Page
from tongban.api.shapes import quality as shapes
from tongban.api.shapes.base import Body, Links
from tongban.catalogue.actions.reports import find_right, mend, report
from tongban.catalogue.queries.reports import ReportRow, report_list, report_page
from tongban.kernel import clock
from tongban.matters.actions.step import Stepped

calls = Calls("guide-reports 指南纠错")
ReportNumber = Annotated[str, Path(max_length=60, description="the number of a report: ZN…")]


class ReportQuery(Body):
    """With `all`, those that were answered too; `own`: what the caller wrote."""

    page: Page = 1
    all: bool = False
    own: bool = False


@calls.get("/guide-reports", rule=TOKEN, answer=shapes.GuideReports)
def read_guide_reports(request: HttpRequest, asked: Query[ReportQuery]) -> shapes.GuideReports:
    """Read what the caller wrote, or may answer."""
    found = report_list(caller(request), asked.page, clock.now(), open_only=not asked.all, own=asked.own)
    rows = [shapes.GuideReportRow(**_values(row, shapes.GuideReportRow)) for row in found.rows]
    return shapes.GuideReports(count=found.count, page=found.page, pages=found.pages, results=rows)


@calls.get("/guide-reports/{number}", rule=TOKEN, answer=shapes.GuideReportAnswer)
def read_guide_report(request: HttpRequest, number: ReportNumber) -> shapes.GuideReportAnswer:
    """Read one."""
    return _read(request, number)


@calls.write("POST", "/items/{code}/reports", rule=TOKEN, answer=shapes.GuideReportAnswer, status=201)
def report_guide(request: HttpRequest, code: Code, body: shapes.ReportGuide, key: Key) -> Any:
    """Say that the guide of an item is wrong."""

    def work() -> shapes.GuideReportAnswer:
        done = report(code=code, about=body.about, text=body.text, actor=caller(request), at=clock.now())
        return _read(request, done.number)

    return once(request, key, body, work, status=201)


@calls.write("POST", "/guide-reports/{number}/mend", rule=TOKEN, answer=shapes.GuideReportAnswer)
def say_mended(request: HttpRequest, number: ReportNumber, body: shapes.ReportAnswerText, key: Key) -> Any:
    """Answer that the guide was put right; by then another version is in force."""
    return _answer(request, mend, number, body, key)


@calls.write("POST", "/guide-reports/{number}/find-right", rule=TOKEN, answer=shapes.GuideReportAnswer)
def say_right(request: HttpRequest, number: ReportNumber, body: shapes.ReportAnswerText, key: Key) -> Any:
    """Answer why the guide is right as it stands."""
    return _answer(request, find_right, number, body, key)


def _answer(
    request: HttpRequest, act: Callable[..., Stepped], number: str, body: shapes.ReportAnswerText, key: str
) -> Any:
    def work() -> shapes.GuideReportAnswer:
        act(number=number, answer=body.answer, actor=caller(request), at=clock.now())
        return _read(request, number)

    return once(request, key, body, work)


def _read(request: HttpRequest, number: str) -> shapes.GuideReportAnswer:
    found = report_page(caller(request), number, clock.now())
    return shapes.GuideReportAnswer(
        **_values(found.row, shapes.GuideReportAnswer),
        verbs=[move.verb for move in found.moves],
        links=Links(self=f"/api/v1/guide-reports/{number}"),
    )


def _values(row: ReportRow, shape: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in shape.model_fields if hasattr(row, name)}
