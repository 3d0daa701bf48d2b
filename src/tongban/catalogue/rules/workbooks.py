"""Excel workbooks, measured before they are read: reading takes memory for every cell of the rectangle they span."""

from __future__ import annotations

import functools
import io
import posixpath
import sys
import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

import python_calamine

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.packed import BROKEN, TOO_LARGE, UNPACKED_MB
from tongban.catalogue.rules.table_items import Sheet
from tongban.parties.rules.reports import Problem

NOT_A_WORKBOOK = gettext_noop("打不开这个工作簿，请确认是 Excel 的 .xlsx 文件。")
TOO_WIDE = gettext_noop("这张表超过 %(limit)s 列，请删除右边多余的列（包括只有格式的空列）后重试。")
TOO_MANY_CELLS = gettext_noop("表格超过 %(limit)s 万格，请删除多余的空行空列，或分次导入。")
# No table of items has half as many.
COLUMNS = 200
# All sheets together. A city's catalogue spans some five million; a cell takes forty bytes, so these take 400 MB.
CELLS = 10_000_000
_BLOCK = 2**20
_SHEET = b"sheetData"


def sheets_of(content: bytes, name: str) -> Iterator[Sheet | Problem]:
    """Yield the sheets of a workbook, or the one problem for which it is not read."""
    try:
        problem = _too_large(content, name)
        if problem is not None:
            yield problem
            return
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            Sheet(sheet, f"{name} {sheet}", book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
            for sheet in book.sheet_names
        ]
    except (python_calamine.CalamineError, expat.ExpatError, *BROKEN):
        yield Problem(name, 1, "", Message(NOT_A_WORKBOOK))
        return
    yield from sheets


class _Measure:
    """The rows and columns that a sheet spans, counted on from the last where no place is said."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        # Once for every element of a sheet, so the ones that count for nothing go first.
        kind = tag.rpartition(":")[2] if ":" in tag else tag
        if kind not in ("c", "row"):
            return
        place = attributes.get("r", "")
        if kind == "row":
            self._row = int(place) if place else self._row + 1
            self._column = 0
        elif place:
            letters = place.rstrip("0123456789")
            self._column = _column(letters)
            self._row = int(place[len(letters) :])
        else:
            self._column += 1
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)


def _too_large(content: bytes, name: str) -> Problem | None:
    """Return why a workbook is not to be read. Raises what a broken one raises."""
    # The reader knows older and other kinds by their marks, which would not be measured here.
    if not content.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile
    unpacked = cells = 0
    most = UNPACKED_MB * 2**20
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = {each.filename.lower() for each in packed.infolist()}
        if any("workbook.bin" in each for each in names) or names & {"mimetype", "content.xml"}:
            raise zipfile.BadZipFile
        called = _sheet_names(packed)
        for entry in packed.infolist():
            is_sheet, size = _looked_through(packed, entry, most - unpacked)
            unpacked += size
            if unpacked > most:
                return Problem(name, 1, "", Message(TOO_LARGE, limit=UNPACKED_MB))
            if not is_sheet:
                continue
            measure = _Measure()
            _parse(packed, entry, measure.start)
            cells += measure.rows * measure.columns
            place = f"{name} {called.get(entry.filename.lower(), entry.filename)}"
            if measure.columns > COLUMNS:
                return Problem(place, 1, "", Message(TOO_WIDE, limit=COLUMNS))
            if cells > CELLS:
                return Problem(place, 1, "", Message(TOO_MANY_CELLS, limit=CELLS // 10_000))
    return None


def _looked_through(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> tuple[bool, int]:
    """Tell whether an entry is a sheet, whatever it is called, and how many bytes it unpacks to, as far as `most`."""
    # What an entry says of its size binds nobody.
    entry.file_size = sys.maxsize
    size, is_sheet, tail = 0, False, b""
    with packed.open(entry) as file:
        while size <= most and (block := file.read(_BLOCK)):
            size += len(block)
            is_sheet = is_sheet or _SHEET in tail + block
            tail = block[-len(_SHEET) :]
    return is_sheet, size


def _parse(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, start: Callable[[str, dict[str, str]], None]) -> None:
    """Read an entry as UTF-8, as the reader does, and without a document type: it could name entities."""
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    with packed.open(entry) as file:
        while block := file.read(_BLOCK):
            parser.Parse(block, False)
    parser.Parse(b"", True)


def _refuse(*_said: object) -> None:
    raise zipfile.BadZipFile


def _sheet_names(packed: zipfile.ZipFile) -> dict[str, str]:
    """Return what the sheets are called by the lower-cased names of their entries, as far as the workbook says."""
    targets: dict[str, str] = {}
    called: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("Relationship"):
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            targets[attributes.get("Id", "")] = target.lstrip("/").lower()

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            called[targets.get(attributes.get("r:id", ""), "")] = attributes.get("name", "")

    for entry, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        if entry in packed.namelist():
            _parse(packed, packed.getinfo(entry), handler)
    return called


@functools.lru_cache(2 * COLUMNS)
def _column(letters: str) -> int:
    """Return the number of a column by its letters, from 1. Raises ValueError where they are none."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - 64
        if number > 2**20:
            raise ValueError(letters)
    return number
