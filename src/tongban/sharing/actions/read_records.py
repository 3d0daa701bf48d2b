"""Read the rows that a provider sends into records of its register."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any

from django.db import models

from tongban.parties.rules.rows import Row, Sheet
from tongban.sharing.models import TABLES, Register, RegisterRecord
from tongban.sharing.rules.columns import COLUMNS, OBJECT, SUBJECT
from tongban.sharing.rules.rows import Shape, column_value, free_value, subject_of


def read_records(
    register: Register, elements: Mapping[str, int] | set[str], sheet: Sheet, on: dt.date
) -> list[RegisterRecord]:
    """Return the records of a sheet whose rows are `subject object object_name as_of row_guid values`.

    `elements` are those that the register answers for. Problems are noted in the sheet, by row and field; two rows of
    one subject and object are one too many.
    """
    seen = Seen()
    records: list[RegisterRecord] = []
    for row in sheet:
        record = read_record(register, elements, row, on)
        seen.note(row, record)
        records.append(record)
    return records


class Seen:
    """The subjects and objects that were read; a second row of one is a problem of that row."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, str, str], int] = {}

    def note(self, row: Row, record: RegisterRecord) -> None:
        """Note the row of a record."""
        key = (record.register_id, record.subject_code, record.object_code)
        if record.subject_code and (first := self._rows.setdefault(key, row.number)) != row.number:
            row.problem("subject", f"与第 {first} 行重复")


def read_record(register: Register, elements: Mapping[str, int] | set[str], row: Row, on: dt.date) -> RegisterRecord:
    """Return the record of a row; what is wrong is noted as a problem of the row."""
    record = TABLES[register.kind](
        register=register,
        subject_code=subject_of(row, register.kind),
        object_code=row.text("object", required=False, longest=120),
        object_name=row.text("object_name", required=False, longest=200),
        row_guid=row.text("row_guid", required=False, longest=64),
        as_of=row.day("as_of", default=on) or on,
    )
    if record.as_of > on:
        row.problem("as_of", f"日期在今天之后：{record.as_of.isoformat()}")
    values = row.raw("values")
    if not isinstance(values, Mapping) or not values:
        row.problem("values", "至少写一个数据项")
        return record
    for element, value in values.items():
        if element not in elements:
            row.problem(f"values.{element}", f"{register.name}没有这个数据项")
        else:
            take_value(row, record, register.kind, str(element), value)
    return record


def take_value(row: Row, record: RegisterRecord, kind: str, element: str, value: Any) -> None:
    """Write a value where the record keeps the element; what is wrong with it is noted as a problem of the row."""
    column = COLUMNS[kind].get(element)
    if column is None:
        taken = free_value(row, element, value)
        if taken not in (None, "", []):
            record.values[element] = taken
    elif column.name in (SUBJECT, OBJECT):
        told = str(value).strip()
        if column.name == OBJECT and not record.object_code:
            record.object_code = told
        elif told.upper() != getattr(record, column.name).upper():
            row.problem(f"values.{element}", "与本行的主体或对象编码不一致")
    else:
        taken = column_value(row, element, value, column, _shape(type(record), column.name))
        if taken is not None:
            setattr(record, column.name, taken)


@functools.cache
def _shape(table: type[RegisterRecord], column: str) -> Shape:
    field = table._meta.get_field(column)
    assert isinstance(field, models.Field), "a column is no relation"
    if isinstance(field, models.DateField):
        return Shape("date")
    if isinstance(field, models.DecimalField):
        return Shape("number")
    return Shape("text", field.max_length) if field.max_length else Shape("text")
