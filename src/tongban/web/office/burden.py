"""What applications asked of people (减材料、减填写): a board by item, authority and month, and its table."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.cases.queries.burden import PAGE_SIZE, WATCHING, BurdenRow, burden_board, every_item
from tongban.kernel.clock import today
from tongban.parties.queries import authorities
from tongban.web.doorkeeper import actor, official
from tongban.web.office.catalogue_table import as_csv
from tongban.web.paging import page_number
from tongban.web.templatetags.ui import in_language

# The bars' own units: what was asked is as wide as this.
WIDEST = 100
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: how much of what was asked was found, or filled in already."""

    row: BurdenRow
    materials: float
    fields: float


@require_safe
@official(*WATCHING)
def burden(request: HttpRequest) -> HttpResponse:
    """Show the sums under the filter, by month, authority and item."""
    month, authority = month_of(request), request.GET.get("authority", "")[:50]
    page = page_number(request.GET.get("page"))
    board = burden_board(actor(request), month=month, authority_key=authority, page=page)
    context = {
        "board": board,
        "month": f"{month:%Y-%m}" if month else "",
        "authority": authority,
        "authorities": authorities(),
        "items": _bars(board.items),
        "owners": _bars(board.authorities),
        "page_size": PAGE_SIZE,
    }
    return render(request, "office/burden.html", context)


@require_safe
@official(*WATCHING)
def burden_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the sums of every item under the filter as a table for spreadsheets."""
    rows = every_item(actor(request), month=month_of(request), authority_key=request.GET.get("authority", "")[:50])
    heads = [
        _("实施编码"),
        _("事项名称"),
        _("申请件数"),
        _("要求材料"),
        _("已找到材料"),
        _("要求上传材料"),
        _("显示的问题"),
        _("自动填好"),
        _("改过的"),
        _("自己填写"),
    ]
    return as_csv("burden", heads, (_cells(row) for row in rows))


def month_of(request: HttpRequest) -> dt.date | None:
    """Return the month of the filter, None for all; this one where it is none."""
    text = request.GET.get("month", f"{today():%Y-%m}")
    if not text:
        return None
    found = _MONTH.fullmatch(text)
    if found and 1 <= int(found[2]) <= 12 and int(found[1]) >= 1:
        return dt.date(int(found[1]), int(found[2]), 1)
    return today().replace(day=1)


def _cells(row: BurdenRow) -> list[object]:
    counted = row.burden
    return [
        row.code,
        in_language(row),
        counted.applications,
        counted.materials_required,
        counted.materials_found,
        counted.materials_asked,
        counted.fields_shown,
        counted.fields_prefilled,
        counted.fields_changed,
        counted.fields_typed,
    ]


def _bars(rows: list[BurdenRow]) -> list[Bar]:
    return [
        Bar(
            row,
            round((row.burden.materials_share or 0) * WIDEST, 1),
            round((row.burden.fields_share or 0) * WIDEST, 1),
        )
        for row in rows
    ]
