"""Published lists (清单): all of them, one as of any day, what changed between two days, and each to take away."""

import datetime as dt
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalogue.queries import published_lists as lists
from tongban.catalogue.queries.published_lists import ListFilter
from tongban.kernel.clock import today
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.queries import authorities, regions_under
from tongban.parties.rules.views import AuthorityView, RegionView
from tongban.web.context import this_city
from tongban.web.doorkeeper import public
from tongban.web.language import to_simplified
from tongban.web.paging import page_number, pages_of
from tongban.web.portal import list_files

LONGEST_QUERY = 100
KEPT_SECONDS = 300
DAYS_ON_A_PAGE = 50
NARROWERS = ("authority", "region", "q", "part", "on")


@require_safe
@public
def all_lists(request: HttpRequest) -> HttpResponse:
    """Show every list with how much stands on it, today or on a day."""
    on = day_asked(request, "on")
    summaries = lists.published_lists(on)
    groups = [(_(name), list(each)) for name, each in groupby(summaries, key=lambda summary: summary.list.group)]
    answer = {"groups": groups, "on": on or today(), "today": today(), "permalink": on}
    return _kept(render(request, "portal/lists/lists.html", answer))


@require_safe
@public
def one_list(request: HttpRequest, key: str) -> HttpResponse:
    """Show a list as it was on a day, narrowed to an authority, a division, a part or words."""
    on, narrowed = day_asked(request, "on"), filter_asked(request)
    found = lists.list_rows(key, on, narrowed, page=page_number(request.GET.get("page")))
    kept = {name: request.GET[name] for name in NARROWERS if request.GET.get(name)}
    answer = {
        "found": found,
        "narrowed": narrowed,
        "typed": _typed(request),
        "on": found.on,
        "today": today(),
        "authorities": _authorities(),
        "regions": _regions(),
        "size": lists.PAGE_SIZE,
        "query": urlencode(kept),
        "dated": urlencode({**kept, "on": found.on.isoformat()}),
        "parts": _parts(found.list.parts, narrowed.part, kept),
        "formats": list_files.FORMATS,
    }
    return _kept(render(request, "portal/lists/list.html", answer))


@require_safe
@public
def comparison(request: HttpRequest, key: str) -> HttpResponse:
    """Show what differs between a list on two days; without days, the day of the choice is asked for."""
    wanted = lists.published_list(key)
    from_day, to_day = day_asked(request, "from"), day_asked(request, "to")
    answer: dict[str, Any] = {"list": wanted, "from_day": from_day, "to_day": to_day or today(), "today": today()}
    if from_day is not None:
        answer["found"] = lists.compare(key, from_day, to_day, page=page_number(request.GET.get("page")))
        answer["size"] = lists.PAGE_SIZE
    return _kept(render(request, "portal/lists/compare.html", answer))


@require_safe
@public
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Show the days on which a list changed, the newest first, each with the way to what changed."""
    days = lists.days_of_change(key)
    pages = pages_of(len(days), page_number(request.GET.get("page")), DAYS_ON_A_PAGE)
    start = (pages.page - 1) * DAYS_ON_A_PAGE
    shown = [(each, each.day - dt.timedelta(days=1)) for each in days[start : start + DAYS_ON_A_PAGE]]
    answer = {"list": lists.published_list(key), "days": shown, "pages": pages, "size": DAYS_ON_A_PAGE}
    return _kept(render(request, "portal/lists/history.html", answer))


@require_safe
@public
def list_file(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    """Hand out a list whole, with the filters of its page, as an Excel workbook, CSV or JSON."""
    if kind not in list_files.FORMATS:
        raise NotFound(_("没有这种格式，可以下载 Excel、CSV 或者 JSON。"))
    on = day_asked(request, "on")
    rows = lists.list_all(key, on, filter_asked(request))
    return list_files.handed_out(lists.published_list(key), on or today(), rows, kind)


def day_asked(request: HttpRequest, name: str) -> dt.date | None:
    """Return the day of a query, None where none is given. Raises BadInput for what is no day."""
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadInput({name: _("日期应写成年-月-日，例如 2026-03-01。")}) from error


def filter_asked(request: HttpRequest) -> ListFilter:
    """Return which rows a query asks for; the page, its files and its count read it alike."""
    asked = {name: request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST_QUERY] for name in NARROWERS}
    return ListFilter(asked["authority"], asked["region"], to_simplified(asked["q"]), asked["part"])


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]


def _parts(parts: Any, chosen: str, kept: dict[str, str]) -> list[tuple[str, str, bool]]:
    """Return the parts of a list to choose from, all of it first: name, address, whether it is shown."""
    if not parts:
        return []
    rest = {name: value for name, value in kept.items() if name != "part"}
    choices = [("", _("全部")), *((part.key, _(part.name)) for part in parts)]
    return [(name, f"?{urlencode({**rest, 'part': key} if key else rest)}", key == chosen) for key, name in choices]


def _authorities() -> list[AuthorityView]:
    return sorted(authorities(), key=lambda each: (each.region_code, each.name))


def _regions() -> list[RegionView]:
    """Return the divisions right under the city; those below them are reached by their authorities."""
    here = this_city()
    return regions_under(here.code) if here else []


def _kept(answer: HttpResponse) -> HttpResponse:
    # The page shows who is signed in: only its own browser may keep it.
    patch_cache_control(answer, private=True, max_age=KEPT_SECONDS)
    return answer
