"""Seal what a column holds already, and back: for migrations, by the names of table and columns alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import migrations

from tongban.kernel.sealing.fields import SealedCharField, SealedJSONField

BATCH = 5000


def seal_existing(model: str, *columns: str) -> migrations.RunPython:
    """Return the step that seals the columns of a model ("parties.Person") as its fields say, in batches.

    The table's own triggers sleep meanwhile: nothing is changed that they watch over.
    """

    def forward(apps: Any, editor: Any) -> None:
        _each(apps.get_model(model), columns, editor, _sealed)

    def backward(apps: Any, editor: Any) -> None:
        _each(apps.get_model(model), columns, editor, _opened)

    return migrations.RunPython(forward, backward)


def _each(model: Any, columns: tuple[str, ...], editor: Any, change: Callable[[Any, Any, Any], str | None]) -> None:
    quoted, connection = editor.connection.ops.quote_name, editor.connection
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    fields = [model._meta.get_field(name) for name in columns]
    names = [quoted(field.column) for field in fields]
    sets = ", ".join(
        f"{name} = v.c{place}{'::jsonb' if isinstance(field, SealedJSONField) else ''}"
        for place, (name, field) in enumerate(zip(names, fields, strict=True))
    )
    arrays = ", ".join(["%s::bigint[]", *["%s::text[]"] * len(fields)])
    labels = ", ".join(["key", *(f"c{place}" for place in range(len(fields)))])
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for rows in _pages(cursor, f"SELECT {key}, {', '.join(f'{name}::text' for name in names)} FROM {table}", key):
            changed = [
                (row[0], *(change(field, text, connection) for field, text in zip(fields, row[1:], strict=True)))
                for row in rows
            ]
            cursor.execute(
                f"UPDATE {table} AS r SET {sets} FROM unnest({arrays}) AS v ({labels}) WHERE r.{key} = v.key",
                [list(column) for column in zip(*changed, strict=True)],
            )
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _pages(cursor: Any, select: str, key: str) -> Iterator[list[tuple[Any, ...]]]:
    last = -1
    while True:
        cursor.execute(f"{select} WHERE {key} > %s ORDER BY {key} LIMIT {BATCH}", [last])
        rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _sealed(field: SealedCharField | SealedJSONField, text: str | None, connection: Any) -> str | None:
    if text is None:
        return None
    if isinstance(field, SealedCharField):
        return "".join(field.forms(text))
    return json.dumps(field.sealed(json.loads(text)), ensure_ascii=False)


def _opened(field: SealedCharField | SealedJSONField, text: str | None, connection: Any) -> str | None:
    said = field.from_db_value(text, None, connection)
    return said if said is None or isinstance(field, SealedCharField) else json.dumps(said, ensure_ascii=False)
