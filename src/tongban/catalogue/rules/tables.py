"""Items as tables, as people keep them in a workbook: one sheet of items, and one for each kind of their rows.

The sheets and their columns follow from the shape of an item. A row of another sheet names its item by the number
(序号) that the item has in the first. Where rows have rows of their own (the fields of a page of the form, the answers
of a question, the reductions of a fee), these stand in the same sheet: a row that leaves the cells of the outer one
blank belongs to the one above it.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongban.catalogue.rules import item_schema
from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.item_defaults import default_of
from tongban.catalogue.rules.labels import CODES, label_of

ITEMS = "items"
NUMBER = "number"
LABELS = {ITEMS: gettext_noop("事项"), NUMBER: gettext_noop("序号")}
YES, NO, NONE = "是", "否", "无"
_TRUE, _FALSE = frozenset({YES, "true", "1"}), frozenset({NO, "false", "0"})
# Words of a list of codes may also stand in one line.
_BETWEEN_CODES = str.maketrans("、，,；;", "\n\n\n\n\n")

# More digits has no fee; a power of ten without end would be written out.
LONGEST_AMOUNT = 15

# What is counted in fen (分) and written in yuan.
_IN_YUAN = frozenset({"fees.amount"})

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: the path of its value in a row, its name, and what may stand in its cells."""

    path: tuple[str, ...]
    label: str
    kind: str
    words: Mapping[str, str]
    says_none: bool

    def cell(self, value: Any) -> Cell:
        """Return how a value is written; None for what is not there."""
        if self.kind == "array":
            written = [
                self.words.get(each, each) if self.words else _on_one_line(_row_in_one_text(each))
                for each in value or ()
            ]
            return "\n".join(written) or (NONE if self.says_none and value is not None else None)
        if value is None or value == "":
            return None
        if self.kind == "boolean":
            return YES if value else NO
        if self.kind == "money":
            return str(Decimal(value).scaleb(-2))
        if self.kind in ("integer", "number"):
            return value if isinstance(value, int) else repr(value)
        return self.words.get(str(value), str(value))

    def value(self, cell: Any) -> Any:
        """Return what a cell says, None for nothing; what cannot be read stays as it is, for the check to refuse."""
        if cell is None or cell == "":
            return None
        if self.kind == "money":
            return _fen(cell)
        if self.kind in ("integer", "number"):
            return _number(cell)
        text = _text(cell)
        if self.kind == "boolean":
            return True if text.lower() in _TRUE else False if text.lower() in _FALSE else text
        if self.kind == "array":
            if self.says_none and text.strip() == NONE:
                return []
            if self.words:
                return [self._code(word) for line in text.split("\n") for word in self._words(line) if word.strip()]
            return [_row_of_one_text(_in_lines(each)) for each in text.split("\n")]
        return self._code(text) if self.words else text

    def _words(self, line: str) -> list[str]:
        # A label may itself hold what stands between words: 镇（乡、街道）级.
        known = self._code(line) in self.words
        return [line] if known else line.translate(_BETWEEN_CODES).split("\n")

    def _code(self, word: str) -> str:
        plain = word.strip()
        if plain in self.words:
            return plain
        return next((code for code, label in self.words.items() if label == plain), plain)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its code name, its label and its columns; `inner` are those of the rows within a row, under `nested`."""

    name: str
    label: str
    columns: tuple[Column, ...]
    nested: str = ""
    inner: tuple[Column, ...] = ()

    @property
    def header(self) -> list[str]:
        """The first row of the sheet."""
        return [LABELS[NUMBER], *(column.label for column in (*self.columns, *self.inner))]


def tables() -> tuple[Table, ...]:
    """Return the sheets of a workbook of items, that of the items first."""
    return _tables()


def rows_of(number: int, content: Mapping[str, Any]) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the rows of an item, each with the name of its sheet; `number` is the item's."""
    for table in tables():
        if table.name == ITEMS:
            yield ITEMS, [number, *(column.cell(_at(content, column.path)) for column in table.columns)]
            continue
        for row in content.get(table.name, ()):
            outer = [column.cell(_at(row, column.path)) for column in table.columns]
            if not table.nested:
                yield table.name, [number, *outer]
                continue
            nested: Iterable[Mapping[str, Any]] = row.get(table.nested) or ({},)
            for inner in nested:
                yield table.name, [number, *outer, *(column.cell(_at(inner, column.path)) for column in table.inner)]
                outer = [None] * len(table.columns)


def _at(row: Mapping[str, Any], path: Iterable[str]) -> Any:
    value: Any = row
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


@functools.cache
def _tables() -> tuple[Table, ...]:
    shape = {**item_schema.ITEM["properties"], **item_schema.EX_OFFICIO["properties"]}
    lists = {name: each["items"] for name, each in shape.items() if _holds_rows(each)}
    plain = {name: each for name, each in shape.items() if name not in lists}
    found = [Table(ITEMS, LABELS[ITEMS], tuple(_columns("", plain)))]
    for name, row in lists.items():
        nested = next((field for field, each in row["properties"].items() if _holds_rows(each)), "")
        own = {field: each for field, each in row["properties"].items() if field != nested}
        inner = row["properties"][nested]["items"]["properties"] if nested else {}
        found.append(
            Table(name, label_of(name), tuple(_columns(name, own)), nested, tuple(_columns(f"{name}.{nested}", inner)))
        )
    return tuple(found)


def _columns(prefix: str, shape: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[Column]:
    for name, each in shape.items():
        here = (*path, name)
        full = ".".join((prefix, *here)) if prefix else ".".join(here)
        if each.get("type") == "object":
            yield from _columns(prefix, each["properties"], here)
        else:
            kind = "money" if full in _IN_YUAN else each.get("type", "string")
            yield Column(here, label_of(full), kind, CODES.get(full, {}), says_none=bool(default_of(full)))


def _holds_rows(shape: Mapping[str, Any]) -> bool:
    """Tell whether rows of their own stand in it; a condition is a word of its row, and has no sheet."""
    rows = shape.get("items", {})
    return shape.get("type") == "array" and rows.get("type") == "object" and rows != item_schema.CONDITION


def _number(cell: Any) -> Any:
    """Read a number as it is written; a spreadsheet's 9.0 is the whole number that its user typed."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, str):
        for read in (int, float):
            try:
                return read(cell.strip())
            except ValueError:
                continue
    return cell


def _fen(cell: Any) -> Any:
    try:
        amount = Decimal(str(cell).strip()).scaleb(2)
    except ArithmeticError:
        return cell
    if not amount.is_finite() or amount.adjusted() > LONGEST_AMOUNT:
        return cell
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return YES if cell else NO
    return cell if isinstance(cell, str) else str(cell)


def _on_one_line(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _row_in_one_text(row: Any) -> str:
    """Write a line of a list: a text as it is, a small table (a condition) as JSON, which nobody types by hand."""
    return row if isinstance(row, str) else json.dumps(row, ensure_ascii=False, sort_keys=True)


def _row_of_one_text(text: str) -> Any:
    if not text.startswith("{"):
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def _in_lines(text: str) -> str:
    parts = text.split("\\\\")
    return "\\".join(part.replace("\\n", "\n") for part in parts)
