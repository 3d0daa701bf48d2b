"""Lists that a bank or a courier sends, as CSV with a header."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from tongban.kernel.clock import ZONE
from tongban.parties.rules.reports import ImportRefused, Problem

MOST_LINES = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its number in the file, the header being the first, and its values without outer blanks."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


def read_statement(text: str, name: str, columns: Sequence[str], *, once: str = "") -> list[Line]:
    """Read a list; `once` is the column whose values may not occur twice.

    Raises ImportRefused for missing columns, short lines, and what cannot be stored.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        rows = list(reader)
    except csv.Error as error:
        raise ImportRefused([Problem(name, reader.line_num, "", f"CSV 读不出来：{error}")]) from error
    header = [cell.strip() for cell in rows[0]] if rows else []
    missing = [column for column in columns if column not in header]
    if missing:
        raise ImportRefused([Problem(name, 1, column, "缺少这一列") for column in missing])
    if len(rows) > MOST_LINES:
        raise ImportRefused([Problem(name, MOST_LINES, "", f"一次最多 {MOST_LINES} 行")])
    places = {column: header.index(column) for column in columns}
    lines, problems, seen = [], [], set()
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < len(header):
            problems.append(Problem(name, number, "", "列数不够"))
            continue
        line = Line(number, {column: row[place].strip() for column, place in places.items()})
        if any("\x00" in value for value in line.values.values()):
            problems.append(Problem(name, number, "", "含有无法保存的字符"))
        if once and line[once] in seen:
            problems.append(Problem(name, number, once, f"重复：{line[once]}"))
        seen.add(line[once] if once else "")
        lines.append(line)
    if problems:
        raise ImportRefused(problems)
    return lines


def moment_of(text: str) -> dt.datetime | None:
    """Read a moment in ISO 8601, in local time where no zone is told; None for what is none."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=ZONE)
