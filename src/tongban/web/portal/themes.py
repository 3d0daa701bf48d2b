"""Ways to an item without knowing its name: by what happens in a life or a business, by subject, by authority.

Whatever the size of the city, each item is three clicks from the first page: see docs/explain/three-clicks.md.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import ThemeView
from tongban.catalogue.rules.enumerations import ThemeKind
from tongban.catalogue.rules.ways import AuthorityRow, WayRow
from tongban.kernel.errors import NotFound
from tongban.web.doorkeeper import public

ELDERLY = "elderly"


@dataclass(frozen=True, slots=True)
class Group:
    """Some rows of a list under a heading of their own."""

    anchor: str
    name: str
    name_en: str
    rows: list[WayRow]


@require_safe
@public
def themes(request: HttpRequest) -> HttpResponse:
    """Show every theme, by its kind."""
    return render(request, "portal/themes/all.html", by_kind(catalogue.themes()))


@require_safe
@public
def theme(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show all items of a theme: those of an event by subject, those of a subject by authority."""
    known = catalogue.themes()
    shown = _named(key, known)
    if shown.kind == ThemeKind.SECTION and shown.key == ELDERLY:
        return redirect("portal:elderly", permanent=True)
    rows = catalogue.items_under(key)
    groups = _by_authority(rows) if shown.kind == ThemeKind.SUBJECT else _by_subject(rows, known)
    return render(request, "portal/themes/theme.html", {"theme": shown, "groups": groups, "count": len(rows)})


@require_safe
@public
def persons(request: HttpRequest) -> HttpResponse:
    """Show the part of the portal for people: what happens in a life, and the subjects that are theirs."""
    return _part(request, "person", ThemeKind.LIFE)


@require_safe
@public
def companies(request: HttpRequest) -> HttpResponse:
    """Show the part of the portal for businesses."""
    return _part(request, "company", ThemeKind.BUSINESS)


@require_safe
@public
def elderly(request: HttpRequest) -> HttpResponse:
    """Show the part for older people: what they come for, in large letters and few words."""
    known = catalogue.themes()
    shown = _named(ELDERLY, known)
    rows = [row for group in _by_subject(catalogue.items_under(ELDERLY), known) for row in group.rows]
    return render(request, "portal/themes/elderly.html", {"theme": shown, "rows": rows})


@require_safe
@public
def authorities(request: HttpRequest) -> HttpResponse:
    """Show every authority that carries out items, by region."""
    regions: dict[str, list[AuthorityRow]] = {}
    for each in catalogue.authorities_with_items():
        regions.setdefault(each.region, []).append(each)
    return render(request, "portal/themes/authorities.html", {"regions": regions.items()})


@require_safe
@public
def authority(request: HttpRequest, key: str) -> HttpResponse:
    """Show all items of an authority, by subject."""
    rows = catalogue.items_of_authority(key)
    if not rows:
        raise NotFound(_("没有这个部门，或它没有可办的事项。请从部门列表重新选择。"))
    groups = _by_subject(rows, catalogue.themes())
    return render(request, "portal/themes/authority.html", {"name": rows[0].authority, "groups": groups})


@require_safe
@public
def carriers(request: HttpRequest, catalog_code: str) -> HttpResponse:
    """Show everywhere that an item can be done: the same item, carried out by several authorities."""
    found = catalogue.carriers(catalog_code)
    return render(request, "portal/themes/carriers.html", {"first": found[0], "carriers": found})


def by_kind(known: Iterable[ThemeView]) -> dict[str, list[ThemeView]]:
    """Return the themes that have items, under the name of their kind."""
    found: dict[str, list[ThemeView]] = {str(kind): [] for kind in ThemeKind}
    for each in known:
        if each.count:
            found[each.kind].append(each)
    return found


def _part(request: HttpRequest, audience: str, events: ThemeKind) -> HttpResponse:
    mine = by_kind(each for each in catalogue.themes() if audience in each.audience)
    answer = {
        "audience": audience,
        "events": mine[events],
        "subjects": mine[ThemeKind.SUBJECT],
        "sections": mine[ThemeKind.SECTION],
    }
    return render(request, "portal/themes/part.html", answer)


def _named(key: str, known: Iterable[ThemeView]) -> ThemeView:
    for each in known:
        if each.key == key:
            return each
    raise NotFound(_("没有这个主题。请从全部主题中重新选择。"))


def _by_subject(rows: Sequence[WayRow], known: Sequence[ThemeView]) -> list[Group]:
    """Group rows by the first subject that each stands under, in the order of the subjects; the rest comes last."""
    subjects = {each.key: each for each in known if each.kind == ThemeKind.SUBJECT}
    order = [*subjects, ""]
    grouped = _grouped(rows, lambda row: next((key for key in row.themes if key in subjects), ""))
    return [
        Group(
            anchor=f"group-{place}",
            name=subjects[key].name if key else _("其他"),
            name_en=subjects[key].name_en if key else "",
            rows=grouped[key],
        )
        for place, key in enumerate(sorted(grouped, key=order.index), 1)
    ]


def _by_authority(rows: Sequence[WayRow]) -> list[Group]:
    grouped = _grouped(rows, lambda row: row.authority)
    return [Group(f"group-{place}", name, "", found) for place, (name, found) in enumerate(grouped.items(), 1)]


def _grouped(rows: Iterable[WayRow], key: Callable[[WayRow], str]) -> dict[str, list[WayRow]]:
    found: dict[str, list[WayRow]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
