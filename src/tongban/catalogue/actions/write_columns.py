"""Write columns of many drafts at once."""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from tongban.catalogue.models import Version


@transaction.atomic
def write_columns(*, drafts: Mapping[int, Mapping[str, Any]]) -> None:
    """Write for each draft, by its id, the columns named; a statement for each set of columns, whatever their number.

    Values are as JSON has them; days are written `2026-03-09`.
    """
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for draft_id, columns in drafts.items():
        alike[tuple(sorted(columns))].append({"id": draft_id, **columns})
    with connection.cursor() as cursor:
        for names, rows in alike.items():
            cursor.execute(_statement(names), [json.dumps(rows, ensure_ascii=False)])


@functools.lru_cache(maxsize=16)
def _statement(names: tuple[str, ...]) -> str:
    fields: list[Any] = [Version._meta.get_field(name) for name in names]
    sets = ", ".join(f'"{field.column}" = taken."{field.name}"' for field in fields)
    shape = ", ".join(f'"{field.name}" {field.db_type(connection)}' for field in fields)
    return (
        f"UPDATE catalogue_version AS draft SET {sets} FROM jsonb_to_recordset(%s::jsonb) AS taken (id bigint, {shape})"
        " WHERE draft.id = taken.id"
    )
