"""Reading event logs that come as a table: one event a row, what belongs to its case in columns named `case:…`."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import IO

from tongban.matters.rules.event_log import DEADLINE, END, NAME, START, TIME, Attribute, BrokenLog, Event, Trace

CASE = "case:"
_MOMENTS = (TIME, START, DEADLINE, END)


def read_table(file: IO[bytes]) -> Iterator[Trace]:
    """Yield the traces of a CSV file in UTF-8, in the order of their first rows; a case need not stand together.

    Raises BrokenLog with the line and the column.
    """
    try:
        rows = csv.reader(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""), strict=True)
        head = next(rows, [])
        for column in (CASE + NAME, NAME, TIME):
            if column not in head:
                raise BrokenLog(1, column, "this column is missing")
        if len(set(head)) != len(head):
            raise BrokenLog(1, "header", "a column stands there twice")
        traces: dict[str, tuple[tuple[Attribute, ...], list[Event], int]] = {}
        for row in rows:
            line = rows.line_num
            if len(row) != len(head):
                raise BrokenLog(line, "row", f"has {len(row)} columns where the header has {len(head)}")
            of_case, of_event = _split(head, row)
            name = row[head.index(CASE + NAME)]
            attributes, events, _first = traces.setdefault(name, (of_case, [], line))
            if attributes != of_case:
                raise BrokenLog(line, CASE + "*", f"the case {name} is told of otherwise than in an earlier row")
            events.append(Event(of_event, line))
    except UnicodeDecodeError as error:
        raise BrokenLog(0, "file", f"is not UTF-8 ({error.reason} at byte {error.start})") from None
    except csv.Error as error:
        raise BrokenLog(rows.line_num, "row", str(error)) from None
    if not traces:
        raise BrokenLog(1, "file", "there is no event in it")
    for attributes, events, line in traces.values():
        yield Trace(attributes, tuple(events), line)


def _split(head: list[str], row: list[str]) -> tuple[tuple[Attribute, ...], tuple[Attribute, ...]]:
    of_case: list[Attribute] = []
    of_event: list[Attribute] = []
    for column, value in zip(head, row, strict=True):
        key = column.removeprefix(CASE)
        if value:
            made = Attribute("date" if key in _MOMENTS else "string", key, _plain(value) if key in _MOMENTS else value)
            (of_case if column.startswith(CASE) else of_event).append(made)
    return tuple(of_case), tuple(of_event)


def _plain(text: str) -> str:
    # A table writes moments with a blank; what cannot be read is left for the check to name.
    try:
        return dt.datetime.fromisoformat(text).isoformat()
    except ValueError:
        return text
