"""The lines of a CSV table, one by one; what cannot be read is told by its row (pure)."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator

from tongban.parties.rules.reports import ImportRefused, Problem

UNREADABLE = "这一行读不出来：引号不成对，或者一格的内容太长，请改正后重试"
NO_TEXT = "文件里有空字符，不是文本表格，请另存为 UTF-8 编码的 CSV 后重试"


def csv_lines(text: str, name: str) -> Iterator[list[str]]:
    """Yield the lines of a table, its heads first. Raises ImportRefused at a line with a quote too many or too few.

    Row 1 is the first below the heads. Without this, a quote that is not closed would swallow the rest of the file.
    What holds a NUL is no text, and could not be told back either: no column keeps one.
    """
    if "\x00" in text:
        raise ImportRefused([Problem(name, 0, "", NO_TEXT)])
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    for row in itertools.count():
        try:
            line = next(lines, None)
        except csv.Error as error:
            raise ImportRefused([Problem(name, row, "", UNREADABLE)]) from error
        if line is None:
            return
        yield line
