"""The files that items come in and go out as: TOML, JSON, an Excel workbook, tables of commas in a folder or a ZIP."""

from __future__ import annotations

import csv
import io
import json
import pathlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.drafts import NOT_STORABLE, storable_value
from tongban.catalogue.rules.item_file import NUMBER_TOO_LONG, parse
from tongban.catalogue.rules.item_sources import RawItem, listed
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.packed import beside_a_file, files_in
from tongban.catalogue.rules.table_items import Sheet, items_of
from tongban.catalogue.rules.workbooks import sheets_of
from tongban.kernel.rules.texts import storable, text_of_cell
from tongban.parties.rules.reports import Problem

Source = pathlib.Path | Iterable[Mapping[str, Any]] | Sequence[RawItem]
Items = Iterator[RawItem | Problem]

NO_FILE = gettext_noop("没有这个文件夹或文件，请核对路径。")
NOT_KNOWN = gettext_noop("不能识别这种文件，请用 .xlsx、.zip（内为 CSV）、.json 或 .toml 文件。")
NOT_UTF8 = gettext_noop("不是 UTF-8 编码，请用 UTF-8 另存后重试。")
NOT_JSON = gettext_noop("第 %(line)s 行第 %(column)s 列不符合 JSON 语法。")
NOT_AN_ITEM = gettext_noop("应为事项的列表，或每行一个事项。")
CELL_TOO_LONG = gettext_noop("这一行有一格的内容太长，请检查引号是否成对。")
# Characters of a cell; the texts of the longest item are a hundredth of it.
LONGEST_CELL = 2**24
NOT_TAKEN = gettext_noop("不能识别这种文件，请用 %(kinds)s。")
TOO_BIG = gettext_noop("文件太大，最多 %(most)d MB，请分次导入。")
# What may be sent in over the doors, and how large; TOML is for folders and the command line.
TAKEN = (".xlsx", ".zip", ".json", ".jsonl")
LARGEST_MB = 50


def raw_items(source: Source) -> Items:
    """Yield the items of a source, and what cannot be read of it, in its order.

    A path is a folder (of TOML files, or of CSV tables), or one file of any of the forms.
    """
    if not isinstance(source, pathlib.Path):
        yield from listed(source)
    elif source.is_dir():
        yield from map(_checked, _tables_of_folder(source) if any(source.glob("*.csv")) else _toml_files(source))
    elif source.is_file():
        yield from items_in(source.read_bytes(), source.name)
    else:
        yield Problem(str(source), 1, "", Message(NO_FILE))


def refused(name: str, size: int) -> Message | None:
    """Return why a file of this name and size (bytes) is not taken over a door, None where it is."""
    if not name.lower().endswith(TAKEN):
        return Message(NOT_TAKEN, kinds="、".join(TAKEN))
    return Message(TOO_BIG, most=LARGEST_MB) if size > LARGEST_MB * 2**20 else None


def items_in(content: bytes, name: str) -> Items:
    """Yield the items of a file by its name's ending, and what cannot be read of it."""
    readers = {".toml": _toml, ".json": _json, ".jsonl": _json, ".xlsx": _workbook, ".zip": _zip}
    reader = readers.get(pathlib.PurePath(name).suffix.lower())
    if reader is None:
        yield Problem(name, 1, "", Message(NOT_KNOWN))
    else:
        yield from map(_checked, reader(content, name))


def _checked(found: RawItem | Problem) -> RawItem | Problem:
    """Return what was found, or the problem that something in it can be kept nowhere."""
    if isinstance(found, RawItem):
        for field, value in found.data.items():
            if not storable(field):
                return Problem(found.file, found.row, "", Message(NOT_STORABLE))
            if not storable_value(value):
                return found.placed(Problem(found.file, found.row, field, Message(NOT_STORABLE)))
    return found


def _toml_files(folder: pathlib.Path) -> Items:
    for path in sorted(folder.glob("*.toml")):
        yield from _toml(path.read_bytes(), path.name)


def _toml(content: bytes, name: str) -> Items:
    table, wrong = parse(content, name)
    yield from wrong
    if table is not None:
        yield RawItem(table, name, 1)


def _json(content: bytes, name: str) -> Items:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield Problem(name, 1, "", Message(NOT_UTF8))
        return
    lines = [(1, text)] if text.lstrip().startswith("[") else list(enumerate(text.split("\n"), 1))
    for row, line in lines:
        if not line.strip():
            continue
        try:
            read = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            place = error if isinstance(error, json.JSONDecodeError) else json.JSONDecodeError("", line, 0)
            yield Problem(
                name, row + place.lineno - 1, "", Message(NOT_JSON, line=row + place.lineno - 1, column=place.colno)
            )
            continue
        except ValueError:
            yield Problem(name, row, "", Message(NUMBER_TOO_LONG))
            continue
        found = read if isinstance(read, list) and len(lines) == 1 else [read]
        for place_in_list, item in enumerate(found):
            if isinstance(item, Mapping):
                yield RawItem(item, name, row + place_in_list)
            else:
                yield Problem(name, row + place_in_list, "", Message(NOT_AN_ITEM))


def _workbook(content: bytes, name: str) -> Items:
    sheets: list[Sheet] = []
    for each in sheets_of(content, name):
        if isinstance(each, Problem):
            yield each
            return
        sheets.append(each)
    yield from items_of(sheets, name)


def _zip(content: bytes, name: str) -> Items:
    files = files_in(content, name)
    if isinstance(files, Problem):
        yield files
    else:
        yield from _comma_tables(files, name)


def _tables_of_folder(folder: pathlib.Path) -> Items:
    paths = [path for path in sorted(folder.glob("*.csv")) if not beside_a_file(path)]
    yield from _comma_tables([(path.name, path.read_bytes()) for path in paths], folder.name)


def _comma_tables(files: Iterable[tuple[str, bytes]], name: str) -> Items:
    sheets = []
    for file, content in files:
        rows = comma_rows(content, file)
        if isinstance(rows, Problem):
            yield rows
        else:
            texts = [[text_of_cell(cell) for cell in row] for row in rows]
            sheets.append(Sheet(pathlib.PurePath(file).stem, file, texts))
    yield from items_of(sheets, name)


def comma_rows(content: bytes, file: str) -> list[list[str]] | Problem:
    """Return the rows of a CSV file, or why it cannot be read; a byte order mark, as Excel writes it, is dropped."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Problem(file, 1, "", Message(NOT_UTF8))
    if "\x00" in text:
        return Problem(file, text.count("\n", 0, text.index("\x00")) + 1, "", Message(NOT_STORABLE))
    csv.field_size_limit(LONGEST_CELL)
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return Problem(file, len(rows) + 1, "", Message(CELL_TOO_LONG))
    return rows
