"""Reading what the registers hold of a subject."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tongban.kernel.sealing import sealed_field
from tongban.sharing.models import TABLES, Register, RegisterField, RegisterRecord
from tongban.sharing.rules.answers import Answer, Asked
from tongban.sharing.rules.columns import COLUMNS, told
from tongban.sharing.rules.known import Value


@dataclass(frozen=True, slots=True)
class Knower:
    """A register that answers for some of the elements asked, with their levels; see `Register`."""

    levels: Mapping[str, int]
    pk: int
    key: str
    name: str
    kind: str
    connected: bool
    connector: str
    update_days: int


def knowers(elements: Collection[str]) -> list[Knower]:
    """Return the registers that answer for the elements, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWERS, [list(elements)])
        return [Knower(dict(zip(told, levels, strict=True)), *of) for told, levels, *of in cursor.fetchall()]


def held_here(found: Collection[Knower], subject_code: str) -> list[Asked]:
    """Return what the registers held here say of the subject: one query for each table, however many registers."""
    rows: dict[int, list[Answer]] = {}
    by_table: dict[str, list[Knower]] = {}
    for knower in found:
        if knower.connected:
            by_table.setdefault(knower.kind, []).append(knower)
    for kind, of_table in by_table.items():
        registers = {knower.pk: knower for knower in of_table}
        for record in _records(TABLES[kind], subject_code, list(registers)):
            knower = registers[record.register_id]
            values = values_of(record, kind, knower.levels)
            answer = Answer(row_name(knower, record), record.object_code, record.as_of, values)
            rows.setdefault(record.register_id, []).append(answer)
    return [asked(knower, rows.get(knower.pk, [])) for knower in found]


def _records(model: type[RegisterRecord], subject_code: str, registers: list[int]) -> Iterator[RegisterRecord]:
    """Yield a table's rows of the subject."""
    select, names, readers = _reading(model)
    with connection.cursor() as cursor:
        cursor.execute(select, [sealed_field(model, "subject_code").forms(subject_code), registers])
        rows = [list(row) for row in cursor.fetchall()]
    for row in rows:
        for place, read in readers:
            row[place] = read(row[place], None, connection)
        yield model.from_db(connection.alias, names, row)


@functools.cache
def _reading(model: type[RegisterRecord]) -> tuple[str, list[str], list[tuple[int, Callable[..., Any]]]]:
    """Return what reads a table: the statement, the names of its columns, and by place what opens one of them.

    Every form that is opened looks something up; to write its statement anew took longer than to have it answered.
    """
    fields, quoted = model._meta.concrete_fields, connection.ops.quote_name
    columns, table = ", ".join(quoted(str(field.column)) for field in fields), quoted(model._meta.db_table)
    return (
        f"SELECT {columns} FROM {table} WHERE subject_code = ANY(%s::text[]) AND register_id = ANY(%s::bigint[])",
        [field.attname for field in fields],
        [(place, read) for place, field in enumerate(fields) for read in field.get_db_converters(connection)],
    )


def asked(knower: Knower, rows: Collection[Answer]) -> Asked:
    """Return a register that was asked, with the rows that it answered."""
    return Asked(knower.key, knower.name, knower.connected, knower.update_days, knower.levels, list(rows))


def values_of(record: RegisterRecord, kind: str, elements: Collection[str]) -> dict[str, Value]:
    """Return what a row says of the elements, those that it leaves empty left out."""
    columns = COLUMNS[kind]
    values: dict[str, Value] = {}
    for element in elements:
        column = columns.get(element)
        value = (
            told(getattr(record, column.name), column.scale) if column is not None else told(record.values.get(element))
        )
        if value is not None:
            values[element] = value
    return values


def row_name(register: Register | Knower, record: RegisterRecord) -> str:
    """Return the name by which a row can be traced: "population/17"; it tells nothing of the subject."""
    return f"{register.key}/{record.pk}"


def things_of(subject_code: str, domain: str) -> list[tuple[str, str]]:
    """Return the things of a domain ("property") that the registers know the subject to hold: code and name.

    For the pages of the subject, so that they say which one is meant; `look_up` tells what is known of it, and who
    asked.
    """
    fields = RegisterField.objects.filter(element__startswith=f"{domain}.", register__connected=True)
    kinds: dict[str, set[int]] = {}
    for pk, kind in fields.values_list("register_id", "register__kind").distinct():
        kinds.setdefault(kind, set()).add(pk)
    found: dict[str, str] = {}
    for kind, registers in kinds.items():
        held = TABLES[kind]._default_manager.filter(subject_code=subject_code, register_id__in=registers)
        for code, name in (
            held.exclude(object_code="").order_by("object_code").values_list("object_code", "object_name")
        ):
            found[code] = found.get(code) or name or code
    return sorted(found.items())


_KNOWERS = f"""
SELECT array_agg(f.element), array_agg(f.level), r.id, r.key, r.name, r.kind, r.connected, r.connector, r.update_days
  FROM "{RegisterField._meta.db_table}" f JOIN "{Register._meta.db_table}" r ON r.id = f.register_id
 WHERE f.element = ANY(%s::text[])
 GROUP BY r.id ORDER BY r.key
"""
