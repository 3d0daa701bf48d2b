"""How the open cases of each authority stand with their deadlines, drawn: what the inbox lists, under its filters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.cases import queries
from tongban.cases.queries import Filter, LampRow, Lamps
from tongban.cases.queries.inbox_tasks import ALL
from tongban.cases.queries.lamp_board import WATCHING
from tongban.kernel.clock import now
from tongban.matters.rules.lamps import Lamp
from tongban.web.doorkeeper import actor, official
from tongban.web.office.inbox_address import asked_of, query_of

# The longest bar's width, in units of the drawing's view box.
WIDEST = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One lamp of a row: how many cases have it, where the inbox lists them, and its piece of the bar."""

    lamp: str
    label: str
    count: int
    url: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """An authority, or all of them: its cases, where the inbox lists them, and a piece of the bar for each lamp."""

    name: str
    name_en: str
    count: int
    url: str
    parts: list[Part]


@require_safe
@official(*WATCHING)
def lamps(request: HttpRequest) -> HttpResponse:
    """Show the lamps of each authority's open cases, the most overdue first, and those of all of them."""
    asked = replace(asked_of(request.GET, first_task=ALL), task=ALL)
    board = queries.lamp_board(actor(request), asked, now())
    most = max((row.lamps.count for row in board.rows), default=0)
    query = query_of(asked)
    context = {
        "board": board,
        "bars": [_bar(row, most, asked) for row in board.rows],
        "total": _bar(LampRow(0, _("合计"), "", board.total), board.total.count, asked),
        "legend": labels(),
        "query": query,
        "kept": [(key, query[key]) for key in ("lamp", "q", "owner") if key in query],
        "narrowed": len(query) > 1,
        "inbox_query": urlencode(query),
    }
    return render(request, "office/lamps.html", context)


def labels() -> dict[str, str]:
    """Return the words of each lamp that an open case may have, the most urgent first."""
    return {
        Lamp.RED.value: _("已超期"),
        Lamp.YELLOW.value: _("即将到期"),
        Lamp.WHITE.value: _("正常办理"),
        Lamp.GREY.value: _("已暂停计时"),
        Lamp.GREEN.value: _("按时办结"),
    }


def _bar(row: LampRow, most: int, asked: Filter) -> Bar:
    theirs = replace(asked, owner=row.owner or asked.owner)
    return Bar(row.name, row.name_en, row.lamps.count, _url(theirs), _parts(row.lamps, most, theirs))


def _parts(counted: Lamps, most: int, asked: Filter) -> list[Part]:
    parts, x = [], 0.0
    for lamp, label in labels().items():
        count = getattr(counted, lamp)
        width = round(count * WIDEST / most, 2) if most else 0.0
        parts.append(Part(lamp, label, count, _url(replace(asked, lamp=lamp)), round(x, 2), width))
        x += width
    return parts


def _url(asked: Filter) -> str:
    return "?" + urlencode(query_of(asked))
