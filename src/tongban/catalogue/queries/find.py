"""Finding items by what people type: names, plain words, pinyin, and words with a wrong character."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tongban.catalogue.queries import search_sql
from tongban.catalogue.queries.synonyms import memory
from tongban.catalogue.rules import enumerations, search
from tongban.catalogue.rules.views import Facet, Found, ItemRow

PAGE_SIZE = 20
FURTHEST = 1_000_000
NOWHERE = "0" * 12
FACETS = ("audience", "theme", "authority", "region", "depth", "instance")
_LABELS = {"audience": enumerations.AUDIENCES, "instance": enumerations.INSTANCES, "depth": enumerations.DEPTHS}
_IN_ORDER = frozenset({"region", "depth"})

Line = tuple[str, str, str, str, int, str | None]


def find(
    q: str = "",
    *,
    region: str | None = None,
    audience: str | None = None,
    theme: str | None = None,
    authority: str | None = None,
    instance: str | None = None,
    depth: str | None = None,
    item: str | None = None,
    collapse: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Found:
    """Return a page of the items in use that hold every word of `q`, or what it stands for, best first, with facets.

    Letters are also read as pinyin, whole or by initials. Where nothing holds them all, items with near words
    come instead and `suggestion` says so. `region` is a 12-digit code: items of the divisions in it and of those
    above it, which serve it too; among equals its own come first, then those above, the nearest first. `authority` is
    a key, `depth` one of 网上办理深度, `item` a 基本编码. With `collapse` an item that many authorities handle is
    found once, at the nearest door, unless an authority or the item itself is asked for. A facet counts what stays
    under the other filters, that of regions what is handled in each division below the chosen one (or the city).
    One query; two where near words are looked for, and three when synonyms have changed since this process looked.
    """
    narrowed = {
        "region": _division(region),
        "audience": _clean(audience),
        "theme": _clean(theme),
        "authority": _clean(authority),
        "instance": _clean(instance),
        "depth": _clean(depth),
        "item": _clean(item),
    }
    page = min(max(page, 1), FURTHEST)
    collapse = collapse and not narrowed["authority"] and not narrowed["item"]
    asked = {**narrowed, **_around(narrowed["region"]), "limit": size, "offset": (page - 1) * size}
    filters = frozenset(name for name, value in narrowed.items() if value)
    query = search.query(q, memory.words)
    lines = _run(_way(query), filters, asked | _words(query), collapse)
    version = _counted(lines)[1]
    if not memory.is_of(version):
        memory.read(version)
        query = search.query(q, memory.words)
        lines = _run(_way(query), filters, asked | _words(query), collapse)
    near = not query.is_empty and not _counted(lines)[5]
    if near:
        lines = _run(_nearly(query), filters, asked | _words(query) | _grams(query), collapse)
    _count, _version, doors, _en, count, _any = _counted(lines)
    return Found(
        count=count,
        doors=int(doors),
        results=_rows(lines),
        facets=_facets(lines),
        suggestion=_suggestion(count, near),
        page=page,
        size=size,
        near=near and count > 0,
    )


def _way(query: search.Query) -> str:
    return "everything" if query.is_empty else "letters" if query.letters else "words"


def _nearly(query: search.Query) -> str:
    return "letters_in_order" if query.letters else "near"


def _run(way: str, filters: frozenset[str], asked: Mapping[str, Any], collapse: bool) -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute(search_sql.statement(way, filters, collapse=collapse), asked)
        lines: list[Line] = cursor.fetchall()
        return lines


def _around(region: str) -> dict[str, Any]:
    """Return what lies above and below a division; below nowhere in particular are the counties of the city."""
    if not region:
        return {"below_level": 4, "below_digits": 6}
    level = search.region_level(region)
    return {
        "region_like": f"{search.region_prefix(region)}%",
        "regions_above": search.regions_above(region),
        "level": level,
        "below_level": level + 1,
        "below_digits": search.region_digits(level + 1),
    }


def _words(query: search.Query) -> dict[str, Any]:
    letters = query.letters
    return {
        "key": query.key,
        "anywhere": query.anywhere,
        "in_name": query.in_name,
        "in_names": query.in_names,
        "letters": letters,
        "letters_in_order": " " + "[a-z]*".join(letters),
    }


def _grams(query: search.Query) -> dict[str, Any]:
    grams = query.grams()
    return {
        "grams": [token for token, _weight in grams],
        "weights": [weight for _token, weight in grams],
        "near_share": search_sql.NEAR_SHARE_OF_SHORT if len(query.key) <= 2 else search_sql.NEAR_SHARE,
        "near_to_best": search_sql.NEAR_TO_BEST,
    }


def _clean(value: str | None) -> str:
    return "".join(each for each in value or "" if each.isprintable())


def _division(value: str | None) -> str:
    """Return the code of a division; what is no such code names a place where nothing is."""
    return (value if len(value) == 12 and value.isascii() and value.isdigit() else NOWHERE) if value else ""


def _counted(lines: list[Line]) -> Line:
    """Return the line that tells the synonyms' version, how many doors, how many results, and if anything matched."""
    return next(line for line in lines if line[0] == "count")


def _rows(lines: list[Line]) -> tuple[ItemRow, ...]:
    placed = []
    for kind, code, name, name_en, _number, rest in lines:
        if kind == "row":
            values = json.loads(rest or "{}")
            place = values.pop("place")
            values |= {field: tuple(values[field]) for field in ("audience", "aliases")}
            placed.append((place, ItemRow(code=code, name=name, name_en=name_en, **values)))
    return tuple(row for _place, row in sorted(placed, key=lambda each: each[0]))


def _facets(lines: list[Line]) -> dict[str, list[Facet]]:
    facets: dict[str, list[Facet]] = {name: [] for name in FACETS}
    for kind, key, label, label_en, count, _rest in lines:
        if kind in facets:
            known = _LABELS.get(kind, {}).get(key)
            facets[kind].append(Facet(key, _(known) if known else label, label_en, count))
    for kind, values in facets.items():
        # Divisions and depths keep their order, which people know.
        values.sort(key=lambda facet: facet.key if kind in _IN_ORDER else (-facet.count, facet.key))
    return facets


def _suggestion(count: int, near: bool) -> str:
    if not near:
        return ""
    if count:
        return _("没有完全相符的事项，已按相近词查找。")
    return _("没有找到相关事项，请换一个说法，或按主题查找。")
