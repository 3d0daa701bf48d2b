"""Rows that are written together with a step, and the one SQL statement that writes them all.

A step is one data-modifying statement: the matter's row moves on if its version is still the one that was read, and
the journal entry, the announcement and every other row hang on that. If the version has moved on, nothing is written.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

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


def dissect(write: Write) -> tuple[Shape, list[Any]]:
    """Return what decides the write's SQL, and its values in the order of that SQL, made ready for the driver.

    What is empty in a new row is said in the SQL: most rows have many such columns, and each value costs on its way.
    """
    model = type(write.row)
    if isinstance(write, Insert):
        row = write.row
        values = [column.ready(getattr(row, column.name)) for column in _inserted(model)]
        empty = tuple([place for place, value in enumerate(values) if value is None])
        return ("insert", model, empty), [value for value in values if value is not None]
    columns = columns_of(model)
    changed = [columns[name].ready(value) for name, value in write.values.items()]
    return ("change", model, tuple(write.values)), [*changed, write.row.pk]


class Column(NamedTuple):
    """A column of a model, its cast in SQL, and the types whose values need nothing done to them."""

    name: str
    field: models.Field[Any, Any]
    cast: str
    plain: frozenset[type]

    def ready(self, value: Any) -> Any:
        """Return the value as the driver takes it."""
        if value is None or type(value) in self.plain:
            return value
        return self.field.get_db_prep_save(value, connection)


@functools.cache
def columns_of(model: type[models.Model]) -> dict[str, Column]:
    """Return the columns of a model by attribute name."""
    return {
        field.attname: Column(field.attname, field, _cast(field), _plain(field))
        for field in model._meta.concrete_fields
    }


@functools.lru_cache(maxsize=1024)
def clause(shape: Shape) -> str:
    """Return the SQL of a write inside the step's statement, where `moved` is the matter's row."""
    model: type[models.Model] = shape[1]
    table = connection.ops.quote_name(model._meta.db_table)
    if shape[0] == "insert":
        inserted = _inserted(model)
        owner = model._meta.get_field("matter").column  # type: ignore[union-attr]
        columns = ", ".join([f'"{owner}"', *(f'"{each.field.column}"' for each in inserted)])
        casts = [each.cast.replace("%s", "NULL") if n in shape[2] else each.cast for n, each in enumerate(inserted)]
        return f"INSERT INTO {table} ({columns}) SELECT {', '.join(['moved.id', *casts])} FROM moved"
    named = columns_of(model)
    sets = ", ".join(f'"{named[name].field.column}" = {named[name].cast}' for name in shape[2])
    key = named[model._meta.pk.attname]
    return f'UPDATE {table} AS r SET {sets} FROM moved WHERE r."{key.field.column}" = {key.cast}'


def clauses(shapes: Sequence[Shape]) -> str:
    """Return the writes as common table expressions, to be put after `moved`."""
    return "".join(f", w{number} AS ({clause(shape)})" for number, shape in enumerate(shapes))


@functools.cache
def _inserted(model: type[models.Model]) -> tuple[Column, ...]:
    return tuple(
        column
        for column in columns_of(model).values()
        if not isinstance(column.field, models.AutoField | models.BigAutoField) and column.field.name != "matter"
    )


def _cast(field: models.Field[Any, Any]) -> str:
    # Not varchar(n): such a cast would cut off what is too long, where storing it must fail.
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    kind = "text" if isinstance(target, models.CharField) else field.db_type(connection) or "text"
    if isinstance(field, models.AutoField | models.BigAutoField):
        kind = "bigint"
    return f"%s::{kind}"


# What Django hands to the driver unchanged; a subclass or another type takes Django's own way.
_PLAIN: dict[type[models.Field[Any, Any]], frozenset[type]] = {
    models.CharField: frozenset({str}),
    models.TextField: frozenset({str}),
    models.BooleanField: frozenset({bool}),
    models.DateField: frozenset({dt.date}),
    models.DateTimeField: frozenset({dt.datetime}),
    **dict.fromkeys(
        (
            models.AutoField,
            models.BigAutoField,
            models.IntegerField,
            models.BigIntegerField,
            models.SmallIntegerField,
            models.PositiveIntegerField,
            models.PositiveSmallIntegerField,
        ),
        frozenset({int}),
    ),
}


def _plain(field: models.Field[Any, Any]) -> frozenset[type]:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return _PLAIN.get(type(target), frozenset())
