"""Bring a table in line with rows of reference data, in a few statements whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model

from tongban.parties.rules.reports import Report

Stored = TypeVar("Stored", bound=Model)

_BATCH = 2000


def store_rows(
    model: type[Stored],
    rows: Sequence[Stored],
    *,
    key: str,
    fields: Sequence[str],
    within: Mapping[str, Any] | None = None,
) -> tuple[Report, dict[object, Stored]]:
    """Create what is new, change what differs, leave the rest; return the count and every row by its key.

    `key` and `fields` are attribute names ("region_id", not "region"); the key is unique among the rows that
    `within` filters. Rows that are in the table only, stay.
    """
    existing: dict[object, Stored] = {
        getattr(kept, key): kept
        for start in range(0, len(rows), _BATCH)
        for kept in model._default_manager.filter(
            **{f"{key}__in": [getattr(row, key) for row in rows[start : start + _BATCH]]}, **(within or {})
        )
    }
    new: list[Stored] = []
    changed: list[Stored] = []
    by_key: dict[object, Stored] = {}
    for row in rows:
        kept = existing.get(getattr(row, key))
        if kept is None:
            new.append(row)
            by_key[getattr(row, key)] = row
            continue
        by_key[getattr(row, key)] = kept
        if any(getattr(kept, field) != getattr(row, field) for field in fields):
            for field in fields:
                setattr(kept, field, getattr(row, field))
            changed.append(kept)
    model._default_manager.bulk_create(new, batch_size=_BATCH)
    if changed:
        model._default_manager.bulk_update(changed, fields, batch_size=_BATCH)
    return Report(len(new), len(changed), len(rows) - len(new) - len(changed)), by_key
