"""Files of licences that were there before: a table (CSV, Excel), alone or packed with the scans that it names."""

from __future__ import annotations

import io
import pathlib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongban.catalogue.rules.csv_lines import csv_lines
from tongban.catalogue.rules.packed import BROKEN, UNPACKED_MB, beside_a_file
from tongban.catalogue.rules.workbooks import sheets_of
from tongban.parties.rules.reports import ImportRefused, Problem

TAKEN = (".csv", ".xlsx", ".zip")
LARGEST_MB = 100
SCAN = ".pdf"


@dataclass(frozen=True, slots=True)
class StockFile:
    """A table with its heads and rows (row 1 is the first below the heads), and the scans beside it by name."""

    name: str
    heads: Sequence[str]
    rows: Iterator[Sequence[Any]]
    scans: Mapping[str, bytes] = field(default_factory=dict)


def read_stock(path: pathlib.Path) -> StockFile:
    """Open a file, or a folder with one table and its scans. Raises ImportRefused."""
    if not path.is_dir():
        try:
            return stock_of(path.read_bytes(), path.name)
        except OSError as error:
            raise _refused(path.name, f"文件读不出来：{error.strerror}") from error
    files = [each for each in sorted(path.iterdir()) if each.is_file() and not beside_a_file(each)]
    return _together([(each.name, each.read_bytes()) for each in files], path.name)


def stock_of(content: bytes, name: str) -> StockFile:
    """Open a file by its name's ending. Raises ImportRefused."""
    ending = pathlib.PurePath(name).suffix.lower()
    if ending == ".csv":
        return _csv(content, name)
    if ending == ".xlsx":
        return _workbook(content, name)
    if ending == ".zip":
        return _together(_unpacked(content, name), name)
    raise _refused(name, f"不能识别这种文件，请用 {'、'.join(TAKEN)}")


def _csv(content: bytes, name: str) -> StockFile:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _refused(name, "不是 UTF-8 编码，请用 UTF-8 另存后重试")
    return _table(name, csv_lines(text, name))


def _workbook(content: bytes, name: str) -> StockFile:
    for sheet in sheets_of(content, name):
        if isinstance(sheet, Problem):
            raise _refused(name, "打不开这个工作簿，请确认是 Excel 的 .xlsx 文件，且没有多余的空行空列")
        return _table(name, iter(sheet.rows))
    raise _refused(name, "工作簿里没有表")


def _table(name: str, lines: Iterator[Sequence[Any]]) -> StockFile:
    heads = [str(each).strip() for each in next(lines, [])]
    if not any(heads):
        raise _refused(name, "第一行应为列名")
    twice = sorted({each for each in heads if each and heads.count(each) > 1})
    if twice:
        raise _refused(name, f"列名重复：{'、'.join(twice)}")
    return StockFile(name, heads, lines)


def _unpacked(content: bytes, name: str) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > UNPACKED_MB * 2**20:
                raise _refused(name, f"解开后超过 {UNPACKED_MB} MB，请分次导入")
            wanted = [each for each in packed.infolist() if not each.is_dir()]
            return [
                (pathlib.PurePath(each.filename).name, packed.read(each))
                for each in wanted
                if not beside_a_file(pathlib.PurePath(each.filename))
            ]
    except BROKEN as error:
        raise _refused(name, "打不开这个压缩包，请确认是 .zip 文件") from error


def _together(files: list[tuple[str, bytes]], name: str) -> StockFile:
    tables = [(each, data) for each, data in files if pathlib.PurePath(each).suffix.lower() in (".csv", ".xlsx")]
    if len(tables) != 1:
        raise _refused(name, f"应有一张表（.csv 或 .xlsx），现有 {len(tables)} 张")
    table = stock_of(tables[0][1], tables[0][0])
    scans = {each: data for each, data in files if each.lower().endswith(SCAN)}
    return StockFile(name, table.heads, table.rows, scans)


def _refused(name: str, message: str) -> ImportRefused:
    return ImportRefused([Problem(name, 0, "", message)])
