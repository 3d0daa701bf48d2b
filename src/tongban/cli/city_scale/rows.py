"""Rows of a model written by SQL or COPY: each column is named, and what nobody says is what the model says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql

from tongban.kernel.sealing import SealedCharField


def insert(model: type[models.Model], values: Mapping[str, str], source: str) -> str:
    """Return an INSERT of `values` (column: SQL expression) as they are selected by `source` (FROM … WHERE …).

    Columns that are not named hold nothing where they may, or else the model's default. Raises ValueError for a column
    that the model does not have, or one that must be named.
    """
    fields = {str(field.column): field for field in model._meta.concrete_fields}
    if unknown := set(values) - set(fields):
        raise ValueError(f"{model._meta.db_table} has no {sorted(unknown)}")
    said = {name: values.get(name) or _default(field) for name, field in fields.items()}
    names = ", ".join(f'"{name}"' for name in said)
    return f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(said.values())} {source}"


def copy_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, ready: Collection[str] = ()
) -> None:
    """Write rows by COPY, each value as its field stores it; columns that are not named hold the model's default.

    The values of the columns in `ready` are as they are stored.
    """
    fields = {str(field.column): field for field in model._meta.concrete_fields}
    others = [name for name, field in fields.items() if name not in columns and not field.null]
    rest = [fields[name].get_db_prep_save(fields[name].get_default(), connection) for name in others]
    # All other values are stored as they are said.
    kept = [
        (place, fields[name].get_db_prep_save)
        for place, name in enumerate(columns)
        if name not in ready and isinstance(fields[name], SealedCharField | models.JSONField)
    ]
    names = ", ".join(f'"{name}"' for name in (*columns, *others))
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
        for row in rows:
            values = [*row, *rest]
            for place, prepared in kept:
                values[place] = prepared(values[place], connection)
            copy.write_row(values)


def _default(field: models.Field[Any, Any]) -> str:
    if field.null:
        return f"NULL::{field.db_type(connection)}"
    value = field.get_default()
    if value is None or field.primary_key:
        raise ValueError(f"{field.column} must be said")
    return str(sql.Literal(field.get_db_prep_save(value, connection)).as_string(connection.connection))
