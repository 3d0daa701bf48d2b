"""The base directory (基本目录) in public: its entries, who carries each out, what a code says, and powers."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalogue.queries import directory as catalogue
from tongban.catalogue.queries.powers import power as read_power
from tongban.catalogue.rules.code_parts import LINES, explained
from tongban.catalogue.rules.enumerations import ITEM_TYPES
from tongban.web.doorkeeper import public
from tongban.web.language import to_simplified
from tongban.web.paging import page_number

LONGEST_QUERY = 100
KEPT_SECONDS = 300
NARROWERS = ("type", "line", "q")


@require_safe
@public
def directory(request: HttpRequest) -> HttpResponse:
    """Show the entries of the directory, by type and department, a page at a time."""
    asked = {name: _asked(request, name) for name in NARROWERS}
    found = catalogue.directory(
        type=asked["type"],
        line=asked["line"],
        q=to_simplified(asked["q"]),
        page=page_number(request.GET.get("page")),
    )
    answer = {
        "found": found,
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "types": [(code, _(ITEM_TYPES.get(code, code)), number) for code, number in found.types.items()],
        "lines": [(code, _line(code), number) for code, number in found.lines.items()],
        "size": catalogue.PAGE_SIZE,
    }
    return _kept(render(request, "portal/lists/directory.html", answer))


@require_safe
@public
def entry(request: HttpRequest, catalog_code: str) -> HttpResponse:
    """Show who carries an entry out, by level, division and authority, with the codes of each."""
    found = catalogue.directory_entry(catalog_code, page=page_number(request.GET.get("page")))
    answer = {
        "found": found,
        "code": explained(found.entry.catalog_code),
        "line": _line(found.entry.line),
        "size": catalogue.IMPLEMENTATIONS_SIZE,
    }
    return _kept(render(request, "portal/lists/entry.html", answer))


@require_safe
@public
def codes(request: HttpRequest) -> HttpResponse:
    """Take a code apart that a reader has: national or local, without asking whether such an item exists."""
    typed = _asked(request, "code")
    answer = {"typed": typed, "code": explained(typed.upper()) if typed else None}
    return _kept(render(request, "portal/lists/codes.html", answer))


@require_safe
@public
def power(request: HttpRequest, code: str) -> HttpResponse:
    """Show what an authority does of its own accord: which conduct, what follows, by which procedure."""
    found = read_power(code)
    return _kept(render(request, "portal/lists/power.html", {"power": found, "code": explained(found.code)}))


def _asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST_QUERY]


def _line(code: str) -> str:
    return f"{code} {_(LINES[code])}" if code in LINES else code


def _kept(answer: HttpResponse) -> HttpResponse:
    patch_cache_control(answer, private=True, max_age=KEPT_SECONDS)
    return answer
