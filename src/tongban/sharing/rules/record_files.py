"""Files of a register's records: a table (CSV or Excel) with a line for each, or JSON (pure)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from tongban.catalogue.rules.csv_lines import csv_lines
from tongban.catalogue.rules.workbooks import sheets_of
from tongban.parties.rules.reports import ImportRefused, Problem

LARGEST_MB = 200
TAKEN = (".csv", ".xlsx", ".json")
KEYS = ("subject", "object", "object_name", "as_of", "row_guid")
# What the columns may be called besides.
NAMES = {
    "主体代码": "subject",
    "对象编码": "object",
    "对象名称": "object_name",
    "数据日期": "as_of",
    "行标识": "row_guid",
}


def rows_of(data: bytes, name: str, elements: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows of a file as `subject object object_name as_of row_guid values`.

    `elements` maps what a column may be called, an element's key or its label, to the element; blank cells say
    nothing. Raises ImportRefused for a file that cannot be read and for columns that the register does not know.
    """
    kind = name[name.rfind(".") :].lower() if "." in name else ""
    if kind == ".json":
        return _of_json(data, name)
    if kind == ".xlsx":
        return _of_table(_of_workbook(data, name), name, elements)
    if kind == ".csv":
        return _of_table(_of_csv(data, name), name, elements)
    raise ImportRefused([Problem(name, 1, "", f"应为 {'、'.join(TAKEN)} 之一")])


def _of_json(data: bytes, name: str) -> list[dict[str, Any]]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ImportRefused([Problem(name, 1, "", "不是有效的 JSON 文件")]) from error
    rows = told.get("records") if isinstance(told, dict) else told
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ImportRefused([Problem(name, 1, "", "应为记录的列表，或者带 records 的对象")])
    return rows


def _of_csv(data: bytes, name: str) -> Sequence[Sequence[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise ImportRefused([Problem(name, 1, "", "文字编码应为 UTF-8 或 GB 18030")]) from error
    return list(csv_lines(text, name))


def _of_workbook(data: bytes, name: str) -> list[list[Any]]:
    for sheet in sheets_of(data, name):
        if isinstance(sheet, Problem):
            raise ImportRefused([sheet])
        return [list(row) for row in sheet.rows]
    return []


def _of_table(lines: Sequence[Sequence[Any]], name: str, elements: Mapping[str, str]) -> list[dict[str, Any]]:
    heads = [str(cell or "").strip() for cell in lines[0]] if lines else []
    columns = [NAMES.get(head, head if head in KEYS else elements.get(head, "")) for head in heads]
    problems = [
        Problem(name, 1, head, "信息库没有这一列")
        for head, column in zip(heads, columns, strict=True)
        if head and not column
    ]
    problems += [
        Problem(name, 1, one, "这一列写了两次") for one in sorted(set(columns)) if one and columns.count(one) > 1
    ]
    if "subject" not in columns:
        problems.append(Problem(name, 1, "subject", "要有主体代码（subject）一列"))
    if problems:
        raise ImportRefused(problems)
    return [_row(columns, line) for line in lines[1:] if any(_said(cell) for cell in line)]


def _row(columns: Sequence[str], line: Sequence[Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"values": {}}
    for column, cell in zip(columns, line, strict=False):
        if not column or not _said(cell):
            continue
        if column in KEYS:
            row[column] = _text(cell) if column != "as_of" else _day(cell)
        else:
            row["values"][column] = _value(cell)
    return row


def _said(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _day(cell: Any) -> Any:
    return cell.date() if isinstance(cell, dt.datetime) else cell if isinstance(cell, dt.date) else str(cell).strip()


def _value(cell: Any) -> Any:
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return _day(cell) if isinstance(cell, dt.date) else cell.strip() if isinstance(cell, str) else cell
