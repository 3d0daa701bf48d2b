"""Take in the themes of a city."""

from __future__ import annotations

import datetime as dt
import pathlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from tongban.catalogue.actions.publish_versions import lock_catalogue
from tongban.catalogue.models import Theme
from tongban.catalogue.rules.item_file import check_shape, parse
from tongban.catalogue.rules.item_schema import THEME
from tongban.parties.rules.reports import ImportRefused, Problem, Report

FILE = "themes.toml"
FIELDS = ("name", "name_en", "kind", "note", "note_en", "audience", "icon", "order")


@transaction.atomic
def import_themes(source: pathlib.Path | Sequence[Mapping[str, Any]], *, at: dt.datetime) -> Report:
    """Store the `[[themes]]` of a TOML file (or the list itself) in their order; what is the same, stays.

    Raises ImportRefused with every problem, by file, row and field; then nothing has changed.
    """
    file = source.name if isinstance(source, pathlib.Path) else FILE
    rows, problems = _rows(source)
    seen: set[str] = set()
    for place, row in enumerate(rows, 1):
        problems += [Problem(file, place, field, message) for field, message in _wrong(row, seen)]
    if problems:
        raise ImportRefused(problems)
    lock_catalogue()
    kept = {theme.key: theme for theme in Theme.objects.all()}
    new, changed = [], []
    for place, row in enumerate(rows, 1):
        values = {
            "name_en": "",
            "kind": "subject",
            "note": "",
            "note_en": "",
            "audience": [],
            "icon": "",
            "order": place,
            **row,
        }
        theme = kept.get(row["key"])
        if theme is None:
            new.append(Theme(**values))
        elif any(getattr(theme, field) != values[field] for field in FIELDS):
            for field in FIELDS:
                setattr(theme, field, values[field])
            changed.append(theme)
    Theme.objects.bulk_create(new)
    if changed:
        Theme.objects.bulk_update(changed, FIELDS)
    return Report(len(new), len(changed), len(rows) - len(new) - len(changed))


def _rows(
    source: pathlib.Path | Sequence[Mapping[str, Any]],
) -> tuple[Sequence[Mapping[str, Any]], list[Problem]]:
    if not isinstance(source, pathlib.Path):
        return source, []
    table, problems = parse(source.read_bytes(), source.name)
    return (table or {}).get("themes", []), problems


def _wrong(row: Mapping[str, Any], seen: set[str]) -> Iterator[tuple[str, str]]:
    yield from check_shape(row, THEME)
    key = row.get("key")
    if isinstance(key, str):
        if key in seen:
            yield "key", f"主题“{key}”出现了两次，请只保留一个。"
        seen.add(key)
