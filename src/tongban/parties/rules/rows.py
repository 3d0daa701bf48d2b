"""Reading the rows of a file of reference data, collecting every problem instead of stopping at the first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tongban.parties.rules.reports import ImportRefused, Problem

RawRow = Mapping[str, Any]


class Sheet:
    """The rows of one file; `refuse_if_bad()` raises ImportRefused with all the problems found."""

    def __init__(self, file: str, rows: Sequence[RawRow]) -> None:
        self.file = file
        self.rows = rows
        self.problems: list[Problem] = []

    def __iter__(self) -> Iterator[Row]:
        for number, values in enumerate(self.rows, start=1):
            yield Row(self, number, values)

    def refuse_if_bad(self) -> None:
        """Raise ImportRefused when any row had a problem."""
        if self.problems:
            raise ImportRefused(self.problems)


class Row:
    """One row: each reader returns a value of its type, or notes a problem and returns an empty one."""

    def __init__(self, sheet: Sheet, number: int, values: RawRow) -> None:
        self._sheet = sheet
        self.number = number
        self._values: RawRow = values if isinstance(values, Mapping) else {}

    def problem(self, field: str, message: str) -> None:
        """Note what is wrong with a field of this row."""
        self._sheet.problems.append(Problem(self._sheet.file, self.number, field, message))

    def has(self, field: str) -> bool:
        """Tell whether the row names the field with something in it."""
        return self._values.get(field) not in (None, "")

    def text(
        self,
        field: str,
        *,
        required: bool = True,
        default: str = "",
        longest: int = 200,
        valid: Callable[[str], bool] | None = None,
        message: str = "",
    ) -> str:
        """Read a text, trimmed, at most `longest` characters, that `valid` accepts."""
        found = self._values.get(field)
        if found is None or found == "":
            if required:
                self.problem(field, "必须填写")
            return default
        if not isinstance(found, str):
            self.problem(field, f"应为文字，现为 {found!r}")
            return default
        found = found.strip()
        if len(found) > longest:
            self.problem(field, f"最多 {longest} 个字")
        elif valid is not None and not valid(found):
            self.problem(field, message or f"不能识别：{found}")
        else:
            return found
        return default

    def day(self, field: str, *, default: dt.date | None = None) -> dt.date | None:
        """Read a date, written as TOML date or as "2026-01-31"."""
        found = self._values.get(field)
        if found is None or found == "":
            return default
        if isinstance(found, dt.date) and not isinstance(found, dt.datetime):
            return found
        try:
            return dt.date.fromisoformat(str(found))
        except ValueError:
            self.problem(field, f"不是日期（如 2026-01-31）：{found}")
            return default

    def yes(self, field: str, *, default: bool = False) -> bool:
        """Read true or false."""
        found = self._values.get(field, default)
        if not isinstance(found, bool):
            self.problem(field, "应为 true 或 false")
            return default
        return found

    def number_in(self, field: str, allowed: Sequence[int], *, default: int) -> int:
        """Read a whole number that is one of the allowed ones."""
        found = self._values.get(field, default)
        if found not in allowed or isinstance(found, bool):
            self.problem(field, f"应为 {'、'.join(map(str, allowed))} 之一")
            return default
        return int(found)

    def texts(self, field: str) -> list[str]:
        """Read a list of texts; absent means empty."""
        found = self._values.get(field, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.problem(field, "应为文字的列表")
            return []
        return [one.strip() for one in found]

    def rows(self, field: str) -> list[RawRow]:
        """Read a list of tables; absent means empty."""
        found = self._values.get(field, [])
        if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
            self.problem(field, "应为表的列表")
            return []
        return list(found)

    def raw(self, field: str) -> Any:
        """Return what stands there, unread; None when absent."""
        return self._values.get(field)
