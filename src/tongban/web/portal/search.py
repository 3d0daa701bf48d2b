"""Finding an item: by name, plain words, pinyin, theme, authority, audience."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalogue import queries as catalogue
from tongban.web.doorkeeper import public
from tongban.web.language import to_simplified
from tongban.web.paging import page_number

LONGEST_QUERY = 100
NARROWERS = ("audience", "theme", "authority")


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
    chosen = {key: request.GET[key][:100] for key in NARROWERS if request.GET.get(key)}
    page = page_number(request.GET.get("page"))
    found = catalogue.find(
        to_simplified(typed),
        audience=chosen.get("audience"),
        theme=chosen.get("theme"),
        authority=chosen.get("authority"),
        page=page,
    )
    answer = {
        "q": typed,
        "found": found,
        "chosen": chosen,
        "narrowers": {key: _narrowers(key, found.facets.get(key, ()), typed, chosen) for key in NARROWERS},
    }
    return render(request, "portal/search.html", answer)


def _narrowers(key: str, facets: Sequence[catalogue.Facet], typed: str, chosen: dict[str, str]) -> list[Narrower]:
    links = []
    english = (get_language() or "").startswith("en")
    for facet in facets:
        current = chosen.get(key) == facet.key
        label = facet.name_en if english and facet.name_en else _(facet.name)
        kept = {name: value for name, value in chosen.items() if name != key}
        query = {"q": typed, **kept} if current else {"q": typed, **kept, key: facet.key}
        links.append(Narrower(label, facet.count, f"?{urlencode(query)}", current))
    return links
