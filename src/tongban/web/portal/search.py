"""Finding an item: by name, pinyin, theme, authority, audience, place; each once, at the nearest door."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalogue import queries as catalogue
from tongban.catalogue.actions.words.note_empty_search import note_empty_search
from tongban.kernel.clock import now
from tongban.kernel.errors import NotFound
from tongban.parties.queries import region as division
from tongban.parties.rules.views import RegionView
from tongban.web.doorkeeper import public
from tongban.web.language import to_simplified
from tongban.web.paging import page_number

LONGEST_QUERY = 100
NARROWERS = ("region", "audience", "theme", "instance", "depth", "authority")
# Programs that read every page type nothing.
ROBOTS = ("bot", "crawl", "spider", "slurp")


@dataclass(frozen=True, slots=True)
class Narrower:
    """One way to narrow the results: a link that sets it, or takes it away when it is the current one."""

    label: str
    count: int | None
    url: str
    current: bool


@require_safe
@public
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, a page at a time, with ways to narrow it."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    chosen = {key: request.GET[key][:100] for key in (*NARROWERS, "item") if request.GET.get(key)}
    here = _division(chosen.get("region", ""))
    page = page_number(request.GET.get("page"))
    found = catalogue.find(
        to_simplified(typed),
        region=chosen.get("region"),
        audience=chosen.get("audience"),
        theme=chosen.get("theme"),
        authority=chosen.get("authority"),
        instance=chosen.get("instance"),
        depth=chosen.get("depth"),
        item=chosen.get("item"),
        collapse=True,
        page=page,
    )
    if not found.count and page == 1 and not chosen and not _is_robot(request):
        note_empty_search(words=typed, at=now())
    narrowers = {key: _narrowers(key, found.facets[key], typed, chosen) for key in NARROWERS}
    if here is not None:
        narrowers["region"].insert(0, _here(here, typed, chosen))
    answer = {
        "q": typed,
        "found": found,
        "chosen": chosen,
        "here": here,
        "rows": [(row, _elsewhere(row, chosen)) for row in found.results],
        "whole": _address(typed, {key: value for key, value in chosen.items() if key != "item"}),
        "narrowers": narrowers,
    }
    return render(request, "portal/search.html", answer)


def _division(code: str) -> RegionView | None:
    try:
        return division(code) if code else None
    except NotFound:
        return None


def _is_robot(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "").lower()
    return any(each in agent for each in ROBOTS)


def _elsewhere(row: catalogue.ItemRow, chosen: dict[str, str]) -> str:
    """Return the address of all who handle the item; empty where the list shows them, or there are none."""
    return _address(row.name, {**chosen, "item": row.catalog_code}) if row.also else ""


def _here(here: RegionView, typed: str, chosen: dict[str, str]) -> Narrower:
    """Return the link that leads from the chosen division to the one around it, or to everywhere."""
    kept = {key: value for key, value in chosen.items() if key != "region"}
    return Narrower(here.name, None, _address(typed, kept), True)


def _narrowers(key: str, facets: Sequence[catalogue.Facet], typed: str, chosen: dict[str, str]) -> list[Narrower]:
    links = []
    english = (get_language() or "").startswith("en")
    for facet in facets:
        current = chosen.get(key) == facet.key
        label = facet.name_en if english and facet.name_en else _(facet.name)
        kept = {name: value for name, value in chosen.items() if name != key}
        links.append(
            Narrower(label, facet.count, _address(typed, kept if current else {**kept, key: facet.key}), current)
        )
    return links


def _address(typed: str, chosen: dict[str, str]) -> str:
    return f"?{urlencode({'q': typed, **chosen})}"
