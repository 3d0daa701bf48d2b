"""Reading items out of tables: the rows of all sheets put together again, each part with the row that it stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.item_sources import RawItem
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.tables import ITEMS, LABELS, NUMBER, Column, Table, tables
from tongban.parties.rules.reports import Problem

NO_ITEMS = gettext_noop("没有“事项”表，请用导出的文件作样式填写。")
NO_SUCH_COLUMN = gettext_noop("没有这一列，请改正列名或删除这一列。")
COLUMN_TWICE = gettext_noop("这一列出现了两次，请只保留一列。")
NO_NUMBER = gettext_noop("没有写序号，请填写事项的序号。")
NO_NUMBER_COLUMN = gettext_noop("没有“序号”列，请补上。")
NUMBER_TWICE = gettext_noop("序号“%(number)s”与第 %(row)s 行相同，请改正。")
NO_SUCH_ITEM = gettext_noop("“事项”表中没有序号“%(number)s”，请改正。")
NOTHING_ABOVE = gettext_noop("这一行接着上一行，而上面没有同一事项的行，请补全。")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was read: its name, how its file calls it, and its rows with the header first, from row 1."""

    name: str
    file: str
    rows: Iterable[Sequence[Any]]


@dataclass(slots=True)
class _Item:
    """An item being put together."""

    data: dict[str, Any]
    file: str
    row: int
    places: dict[str, tuple[str, int]] = field(default_factory=dict)


def items_of(sheets: Iterable[Sheet], file: str) -> Iterator[RawItem | Problem]:
    """Yield the items that the sheets hold, and what of the sheets cannot be read; other sheets are left alone."""
    known = {name: table for table in tables() for name in (table.name, table.label)}
    found: dict[str, Sheet] = {known[sheet.name].name: sheet for sheet in sheets if sheet.name in known}
    if ITEMS not in found:
        yield Problem(file, 1, "", Message(NO_ITEMS))
        return
    items: dict[str, _Item] = {}
    for table in tables():
        if table.name in found:
            yield from _read(table, found[table.name], items)
    for item in items.values():
        yield RawItem(item.data, item.file, item.row, item.places, in_columns=True)


def _read(table: Table, sheet: Sheet, items: dict[str, _Item]) -> Iterator[Problem]:
    rows = iter(sheet.rows)
    columns, number_at, wrong = _header(table, next(rows, ()), sheet)
    yield from wrong
    if number_at is None:
        yield Problem(sheet.file, 1, LABELS[NUMBER], Message(NO_NUMBER_COLUMN))
        return
    for row, cells in enumerate(rows, 2):
        if all(cell is None or cell == "" for cell in cells):
            continue
        number = _as_number(cells[number_at]) if number_at < len(cells) else ""
        problem = _take(table, sheet, columns, items, row, number, cells)
        if problem is not None:
            yield Problem(sheet.file, row, LABELS[NUMBER], problem)


_Columns = list[tuple[int, Column, bool]]


def _header(table: Table, cells: Sequence[Any], sheet: Sheet) -> tuple[_Columns, int | None, list[Problem]]:
    """Return the columns with their places (True: of the inner rows), the place of the number, and what is wrong."""
    known: dict[str, tuple[Column, bool]] = {}
    for inner, columns in ((False, table.columns), (True, table.inner)):
        for column in columns:
            path = ".".join((table.nested, *column.path) if inner else column.path)
            known[column.label] = known[path] = (column, inner)
    found: _Columns = []
    seen: set[str] = set()
    wrong: list[Problem] = []
    number_at = None
    for place, cell in enumerate(cells):
        name = str(cell or "").replace("\x00", "").strip()
        if name in (LABELS[NUMBER], NUMBER):
            number_at = place
        elif name in known:
            column, inner = known[name]
            if column.label in seen:
                wrong.append(Problem(sheet.file, 1, name, Message(COLUMN_TWICE)))
            seen.add(column.label)
            found.append((place, column, inner))
        elif name:
            wrong.append(Problem(sheet.file, 1, name, Message(NO_SUCH_COLUMN)))
    return found, number_at, wrong


def _take(
    table: Table,
    sheet: Sheet,
    columns: _Columns,
    items: dict[str, _Item],
    row: int,
    number: str,
    cells: Sequence[Any],
) -> Message | None:
    """Put a row where it belongs; return why it belongs nowhere."""
    if not number:
        return Message(NO_NUMBER)
    outer, inner = _values(columns, cells)
    if table.name == ITEMS:
        if number in items:
            return Message(NUMBER_TWICE, number=number, row=items[number].row)
        items[number] = _Item(outer, sheet.file, row)
        return None
    if number not in items:
        return Message(NO_SUCH_ITEM, number=number)
    item = items[number]
    rows = item.data.setdefault(table.name, [])
    if outer or not table.nested:
        rows.append(outer)
        item.places[f"{table.name}[{len(rows)}]"] = (sheet.file, row)
    if table.nested and inner:
        if not rows:
            return Message(NOTHING_ABOVE)
        within = rows[-1].setdefault(table.nested, [])
        within.append(inner)
        item.places[f"{table.name}[{len(rows)}].{table.nested}[{len(within)}]"] = (sheet.file, row)
    return None


def _values(columns: _Columns, cells: Sequence[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    outer: dict[str, Any] = {}
    inner: dict[str, Any] = {}
    for place, column, is_inner in columns:
        value = column.value(cells[place]) if place < len(cells) else None
        if value is None:
            continue
        into = inner if is_inner else outer
        for part in column.path[:-1]:
            into = into.setdefault(part, {})
        into[column.path[-1]] = value
    return outer, inner


def _as_number(cell: Any) -> str:
    return (
        str(int(cell))
        if isinstance(cell, float) and cell.is_integer()
        else str(cell if cell is not None else "").replace("\x00", "").strip()
    )


def by_table(rows: Iterable[tuple[str, list[Any]]]) -> Mapping[str, list[list[Any]]]:
    """Return rows by the name of their sheet, in their order."""
    found: dict[str, list[list[Any]]] = defaultdict(list)
    for name, cells in rows:
        found[name].append(cells)
    return found
