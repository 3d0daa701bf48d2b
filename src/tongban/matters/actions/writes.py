"""Rows that are written together with a step, and the one SQL statement that writes them all.

A step is one data-modifying statement: the matter's row moves on if its version is still the one that was read, and
the journal entry, the announcement and every other row hang on that. If the version has moved on, nothing is written.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models


@dataclass(frozen=True, slots=True)
class Insert:
    """A new row; its `matter` is set by the step."""

    row: models.Model


@dataclass(frozen=True, slots=True)
class Change:
    """New values (by attribute name) for a row that was read with the facts."""

    row: models.Model
    values: dict[str, Any]


Write = Insert | Change
Shape = tuple[Any, ...]


def shape_of(write: Write) -> Shape:
    """Return what decides the write's SQL: the model and its columns, without values."""
    if isinstance(write, Insert):
        return ("insert", type(write.row))
    return ("change", type(write.row), tuple(write.values))


def parameters(write: Write) -> list[Any]:
    """Return the write's values in the order of its SQL, made ready for the driver."""
    if isinstance(write, Insert):
        return [_ready(field, getattr(write.row, field.attname)) for field in _inserted(type(write.row))]
    fields = {field.attname: field for field in type(write.row)._meta.concrete_fields}
    changed = [_ready(fields[name], value) for name, value in write.values.items()]
    return [*changed, write.row.pk]


@functools.lru_cache(maxsize=1024)
def clause(shape: Shape) -> str:
    """Return the SQL of a write inside the step's statement, where `moved` is the matter's row."""
    model: type[models.Model] = shape[1]
    table = connection.ops.quote_name(model._meta.db_table)
    if shape[0] == "insert":
        fields = _inserted(model)
        owner = model._meta.get_field("matter").column  # type: ignore[union-attr]
        columns = ", ".join([f'"{owner}"', *(f'"{f.column}"' for f in fields)])
        values = ", ".join(["moved.id", *(_cast(f) for f in fields)])
        return f"INSERT INTO {table} ({columns}) SELECT {values} FROM moved"
    named = {field.attname: field for field in model._meta.concrete_fields}
    sets = ", ".join(f'"{named[name].column}" = {_cast(named[name])}' for name in shape[2])
    key = model._meta.pk
    return f'UPDATE {table} AS r SET {sets} FROM moved WHERE r."{key.column}" = {_cast(key)}'


def clauses(shapes: Sequence[Shape]) -> str:
    """Return the writes as common table expressions, to be put after `moved`."""
    return "".join(f", w{number} AS ({clause(shape)})" for number, shape in enumerate(shapes))


@functools.cache
def _inserted(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField | models.BigAutoField) and field.name != "matter"
    )


def _cast(field: models.Field[Any, Any]) -> str:
    kind = field.db_type(connection) or "text"
    if isinstance(field, models.AutoField | models.BigAutoField):
        kind = "bigint"
    return f"%s::{kind}"


def _ready(field: models.Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)
