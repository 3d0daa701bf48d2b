"""The files that items come in and go out as: TOML, JSON, an Excel workbook, tables of commas in a folder or a ZIP."""

from __future__ import annotations

import csv
import io
import json
import pathlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

import python_calamine

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.item_file import parse
from tongban.catalogue.rules.item_sources import RawItem, listed
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.table_items import Sheet, items_of
from tongban.parties.rules.reports import Problem

Source = pathlib.Path | Iterable[Mapping[str, Any]] | Sequence[RawItem]
Items = Iterator[RawItem | Problem]

NO_FILE = gettext_noop("没有这个文件夹或文件，请核对路径。")
NOT_KNOWN = gettext_noop("不能识别这种文件，请用 .xlsx、.zip（内为 CSV）、.json 或 .toml 文件。")
NOT_A_WORKBOOK = gettext_noop("打不开这个工作簿，请确认是 Excel 的 .xlsx 文件。")
NOT_A_ZIP = gettext_noop("打不开这个压缩包，请确认是 .zip 文件。")
NOT_UTF8 = gettext_noop("不是 UTF-8 编码，请用 UTF-8 另存后重试。")
NOT_JSON = gettext_noop("第 %(line)s 行第 %(column)s 列不符合 JSON 语法。")
NOT_AN_ITEM = gettext_noop("应为事项的列表，或每行一个事项。")
TOO_LARGE = gettext_noop("解开后超过 %(limit)s MB，请分次导入。")
# So much may a file unpack to: a city's catalogue is a fifth of it.
UNPACKED_MB = 500


def raw_items(source: Source) -> Items:
    """Yield the items of a source, and what cannot be read of it, in its order.

    A path is a folder (of TOML files, or of CSV tables), or one file of any of the forms.
    """
    if not isinstance(source, pathlib.Path):
        yield from listed(source)
    elif source.is_dir():
        yield from _tables_of_folder(source) if any(source.glob("*.csv")) else _toml_files(source)
    elif source.is_file():
        yield from items_in(source.read_bytes(), source.name)
    else:
        yield Problem(str(source), 1, "", Message(NO_FILE))


def items_in(content: bytes, name: str) -> Items:
    """Yield the items of a file by its name's ending, and what cannot be read of it."""
    readers = {".toml": _toml, ".json": _json, ".jsonl": _json, ".xlsx": _workbook, ".zip": _zip}
    reader = readers.get(pathlib.PurePath(name).suffix.lower())
    if reader is None:
        yield Problem(name, 1, "", Message(NOT_KNOWN))
    else:
        yield from reader(content, name)


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
        found = read if isinstance(read, list) and len(lines) == 1 else [read]
        for place_in_list, item in enumerate(found):
            if isinstance(item, Mapping):
                yield RawItem(item, name, row + place_in_list)
            else:
                yield Problem(name, row + place_in_list, "", Message(NOT_AN_ITEM))


def _workbook(content: bytes, name: str) -> Items:
    try:
        if _unpacked(zipfile.ZipFile(io.BytesIO(content))) > UNPACKED_MB:
            yield Problem(name, 1, "", Message(TOO_LARGE, limit=UNPACKED_MB))
            return
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            Sheet(sheet, f"{name} {sheet}", book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
            for sheet in book.sheet_names
        ]
    except (python_calamine.CalamineError, zipfile.BadZipFile, ValueError):
        yield Problem(name, 1, "", Message(NOT_A_WORKBOOK))
        return
    yield from items_of(sheets, name)


def _zip(content: bytes, name: str) -> Items:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if _unpacked(packed) > UNPACKED_MB:
                yield Problem(name, 1, "", Message(TOO_LARGE, limit=UNPACKED_MB))
                return
            files = [(pathlib.PurePath(each).name, packed.read(each)) for each in packed.namelist()]
    except (zipfile.BadZipFile, RuntimeError, OSError):
        yield Problem(name, 1, "", Message(NOT_A_ZIP))
        return
    yield from _comma_tables(files, name)


def _unpacked(packed: zipfile.ZipFile) -> float:
    return sum(each.file_size for each in packed.infolist()) / 2**20


def _tables_of_folder(folder: pathlib.Path) -> Items:
    yield from _comma_tables([(path.name, path.read_bytes()) for path in sorted(folder.glob("*.csv"))], folder.name)


def _comma_tables(files: Iterable[tuple[str, bytes]], name: str) -> Items:
    sheets = []
    for file, content in files:
        if not file.lower().endswith(".csv"):
            continue
        rows = comma_rows(content)
        if rows is None:
            yield Problem(file, 1, "", Message(NOT_UTF8))
        else:
            sheets.append(Sheet(pathlib.PurePath(file).stem, file, rows))
    yield from items_of(sheets, name)


def comma_rows(content: bytes) -> list[list[str]] | None:
    """Return the rows of a CSV file, None when it is not UTF-8; a byte order mark, as Excel writes it, is dropped."""
    try:
        text: IO[str] = io.StringIO(content.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError:
        return None
    csv.field_size_limit(2**24)
    return list(csv.reader(text))
