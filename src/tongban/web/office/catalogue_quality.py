"""The quality of the catalogue (事项质检): a board by authority and rule, and each finding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalogue.access import STEWARDS
from tongban.catalogue.queries import rules_in_force
from tongban.catalogue.queries.quality_board import (
    PAGE_SIZE,
    FindingRow,
    QualityAsked,
    QualityCount,
    every_finding,
    finding_list,
    quality_board,
)
from tongban.catalogue.rules.labels import label_of
from tongban.kernel.clock import today
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.catalogue_table import as_csv
from tongban.web.paging import page_number
from tongban.web.templatetags.ui import in_language

WHO = (*STEWARDS, DutyKind.SUPERVISOR)
# The bars' own units: the longest is as wide as this.
WIDEST = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the chart: an authority or a rule, and how wide its errors and warnings are drawn."""

    counted: QualityCount
    name: str
    errors: float
    warnings: float


@require_safe
@official(*WHO)
def quality(request: HttpRequest) -> HttpResponse:
    """Show the counts under the filter by authority and by rule, and the findings, the errors of each item first."""
    caller, asked = actor(request), asked_of(request)
    board = quality_board(caller, asked)
    titles = {code: _(rule.title) for code, rule in rules_in_force(today()).rules.items()}
    found = finding_list(caller, asked, page_number(request.GET.get("page")))
    context = {
        "asked": asked,
        "total": board.total,
        "authorities": _bars(board.authorities, {each.key: in_language(each) for each in board.authorities}),
        "rules": _bars(board.rules, titles),
        "found": found,
        "rows": [
            (row, titles.get(row.rule, row.rule), _(label_of(row.field)), in_words(row.message)) for row in found.rows
        ],
        "titles": sorted(titles.items()),
        "page_size": PAGE_SIZE,
        "drafts": caller.charged_with(*STEWARDS),
    }
    return render(request, "office/catalogue_quality.html", context)


@require_safe
@official(*WHO)
def quality_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the findings under the filter as a table for spreadsheets."""
    heads = [
        _("实施编码"),
        _("事项名称"),
        _("实施主体"),
        _("版本"),
        _("规则"),
        _("严重程度"),
        _("字段"),
        _("问题"),
        _("保留理由"),
        _("说明人"),
    ]
    return as_csv("quality", heads, _lines(every_finding(actor(request), asked_of(request))))


def asked_of(request: HttpRequest) -> QualityAsked:
    """Read the filter from the address; what it does not know is left out."""
    said = {name: request.GET.get(name, "").replace("\x00", "")[:50] for name in ("authority", "rule", "severity")}
    return QualityAsked(
        **said, unexplained=request.GET.get("unexplained") == "1", drafts=request.GET.get("drafts") == "1"
    )


def severity_word(severity: str) -> str:
    """Return the word for how grave a finding is."""
    return _("错误") if severity == "error" else _("警告")


def _bars(counts: Sequence[QualityCount], names: dict[str, str]) -> list[Bar]:
    most = max((each.errors + each.warnings for each in counts), default=0) or 1
    return [
        Bar(each, names.get(each.key, each.key), each.errors * WIDEST / most, each.warnings * WIDEST / most)
        for each in counts
    ]


def _lines(rows: Iterator[FindingRow]) -> Iterator[Sequence[object]]:
    for row in rows:
        where = f"{_(label_of(row.field))} ({row.field})"
        said = in_words(row.message)
        yield (
            row.code,
            row.name,
            row.authority,
            row.version,
            row.rule,
            severity_word(row.severity),
            where,
            said,
            row.reason,
            row.reasoned_by,
        )
