"""Finding items by what people type: names, plain words, pinyin, and words with a wrong character."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tongban.catalogue.queries import search_sql
from tongban.catalogue.rules import enumerations, search
from tongban.catalogue.rules.views import Facet, Found, ItemRow

PAGE_SIZE = 20
FURTHEST = 1_000_000
_FACETS = ("audience", "theme", "authority", "instance")
_LABELS = {"audience": enumerations.AUDIENCES, "instance": enumerations.INSTANCES}

Line = tuple[str, str, str, str, int, str | None]


def find(
    q: str = "",
    *,
    region: str | None = None,
    audience: str | None = None,
    theme: str | None = None,
    authority: str | None = None,
    instance: str | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Found:
    """Return a page of the items in use that hold every word of `q`, best first, with facets.

    Letters are also read as pinyin, whole or by initials. Where nothing holds them all, items with near words
    come instead and `suggestion` says so. `region` is a 12-digit code: items of the divisions in it and of those
    above it, which serve it too. `authority` is a key. A facet counts what stays under the other filters. One
    query, two where near words are looked for.
    """
    query = search.query(q)
    narrowed = {
        "region": _clean(region),
        "audience": _clean(audience),
        "theme": _clean(theme),
        "authority": _clean(authority),
        "instance": _clean(instance),
    }
    page = min(max(page, 1), FURTHEST)
    asked = _parameters(query, narrowed) | {"limit": size, "offset": (page - 1) * size}
    way = "everything" if query.is_empty else "letters" if query.letters else "words"
    lines = _run(way, narrowed, asked)
    near = False
    if not query.is_empty and _number(lines, "any") == 0:
        lines = _run("letters_in_order" if query.letters else "near", narrowed, asked)
        near = True
    count = _number(lines, "count")
    return Found(
        count=count,
        results=tuple(_row(line) for line in sorted(lines, key=lambda line: line[4]) if line[0] == "row"),
        facets={name: _facets(name, lines) for name in _FACETS},
        suggestion=_suggestion(count, near),
        page=page,
        size=size,
        near=near and count > 0,
    )


def _run(way: str, narrowed: Mapping[str, str], asked: Mapping[str, Any]) -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute(search_sql.statement(way, narrowed), asked)
        lines: list[Line] = cursor.fetchall()
        return lines


def _parameters(query: search.Query, narrowed: Mapping[str, str]) -> dict[str, Any]:
    # Less than three letters have no trigram but at the beginning of a word.
    letters = query.letters
    region = narrowed["region"]
    return {
        **narrowed,
        "key": query.key,
        "anywhere": query.anywhere,
        "in_name": query.in_name,
        "in_names": query.in_names,
        "letters": letters,
        "letters_like": f"%{letters}%" if len(letters) > 2 else f"% {letters}%",
        "letters_in_order": " " + "[a-z]*".join(letters),
        "grams": [token for token, _weight in query.grams],
        "weights": [weight for _token, weight in query.grams],
        "near_share": search_sql.NEAR_SHARE_OF_SHORT if len(query.key) <= 2 else search_sql.NEAR_SHARE,
        "near_to_best": search_sql.NEAR_TO_BEST,
        "region_like": f"{search.region_prefix(region)}%" if region.isdigit() else "",
        "regions_above": search.regions_above(region) if region else [],
    }


def _clean(value: str | None) -> str:
    return "".join(each for each in value or "" if each.isprintable())


def _number(lines: list[Line], kind: str) -> int:
    return next((line[4] for line in lines if line[0] == kind), 0)


def _row(line: Line) -> ItemRow:
    _kind, code, name, name_en, _place, rest = line
    values = json.loads(rest or "{}")
    for field in ("audience", "aliases"):
        values[field] = tuple(values[field])
    return ItemRow(code=code, name=name, name_en=name_en, **values)


def _facets(name: str, lines: list[Line]) -> list[Facet]:
    labels = _LABELS.get(name, {})
    facets = [
        Facet(key, _(labels[key]) if key in labels else label, label_en, count)
        for kind, key, label, label_en, count, _rest in lines
        if kind == name
    ]
    return sorted(facets, key=lambda facet: (-facet.count, facet.key))


def _suggestion(count: int, near: bool) -> str:
    if not near:
        return ""
    if count:
        return _("没有完全相符的事项，已按相近词查找。")
    return _("没有找到相关事项，请换一个说法，或按主题查找。")
