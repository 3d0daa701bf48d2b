"""Writing items to files: a workbook, a ZIP of CSV tables, JSON; each item as it comes, none of them held."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Any

from tongban.catalogue.rules.tables import rows_of, tables
from tongban.kernel.rules.texts import spreadsheet_cell, workbook_text

Content = Mapping[str, Any]
# Texts that begin so are no formulas and no errors, but texts like any other.
_TAKEN_FOR_MORE = ("=", "#")
_WIDTH = 24


def write_workbook(contents: Iterable[Content], out: IO[bytes]) -> int:
    """Write an Excel workbook, a sheet for each table, everything as text but counts; return how many items."""
    from openpyxl import Workbook  # late: it takes a while to load, and few write workbooks

    book = Workbook(write_only=True)
    sheets = {}
    for table in tables():
        sheet = sheets[table.name] = book.create_sheet(table.label)
        sheet.freeze_panes = "B2"
        for place in range(len(table.header)):
            sheet.column_dimensions[_letters(place)].width = _WIDTH
        sheet.append(table.header)
    number = 0
    for number, content in enumerate(contents, 1):
        for name, cells in rows_of(number, content):
            sheets[name].append([_cell(sheets[name], cell) for cell in cells])
    book.save(out)
    return number


def write_comma_tables(contents: Iterable[Content], out: IO[bytes]) -> int:
    """Write a ZIP with a CSV file for each table, in UTF-8 with the mark that Excel looks for; return the number."""
    with contextlib.ExitStack() as stack:
        files = {}
        writers = {}
        for table in tables():
            spool = stack.enter_context(tempfile.SpooledTemporaryFile(2**22))
            files[table.label] = spool
            text = io.TextIOWrapper(spool, "utf-8-sig", newline="", write_through=True)
            writers[table.name] = csv.writer(text)
            writers[table.name].writerow(table.header)
        number = 0
        for number, content in enumerate(contents, 1):
            for name, cells in rows_of(number, content):
                writers[name].writerow(spreadsheet_cell(each) if isinstance(each, str) else each for each in cells)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for label, spool in files.items():
                spool.seek(0)
                with packed.open(f"{label}.csv", "w") as entry:
                    while block := spool.read(2**20):
                        entry.write(block)
    return number


def write_json(contents: Iterable[Content], out: IO[bytes]) -> int:
    """Write a JSON list, an item a line; return how many."""
    return _write_list(contents, out, b"[\n", b"\n]\n")


def _write_list(contents: Iterable[Mapping[str, Any]], out: IO[bytes], head: bytes, tail: bytes) -> int:
    out.write(head)
    number = 0
    for number, content in enumerate(contents, 1):
        out.write(b",\n" if number > 1 else b"")
        out.write(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
    out.write(tail)
    return number


def write_linked_data(services: Iterable[Mapping[str, Any]], out: IO[bytes], context: Mapping[str, Any]) -> int:
    """Write a JSON-LD document with the services in its graph, one a line; return how many."""
    head = f'{{"@context": {json.dumps(context, ensure_ascii=False)},\n"@graph": [\n'
    return _write_list(services, out, head.encode(), b"\n]}\n")


Writer = Callable[[Iterable[Content], IO[bytes]], int]
# By the ending of the file; JSON-LD is written of other things.
WRITERS: dict[str, Writer] = {".xlsx": write_workbook, ".zip": write_comma_tables, ".json": write_json}


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = workbook_text(value)
    if text[:1] not in _TAKEN_FOR_MORE:
        return text
    from openpyxl.cell import WriteOnlyCell  # late: see write_workbook

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _letters(place: int) -> str:
    return _letters(place // 26 - 1) + chr(65 + place % 26) if place >= 26 else chr(65 + place)
