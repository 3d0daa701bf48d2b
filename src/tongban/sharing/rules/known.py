"""Which of several records answers for a data element."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Value = str | int | float | bool | list[str]
ELEMENT = re.compile(r"(org|person)\.[a-z][a-z0-9_]{0,50}")
SENSITIVE = 4


@dataclass(frozen=True, slots=True)
class Known:
    """A value with the name of its source ("法人基础信息库"), the register's key, and the day it was
    right."""

    value: Value
    source_name: str
    register: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class Record:
    """One register's knowledge of the subject."""

    register: str
    register_name: str
    values: Mapping[str, Value]
    as_of: dt.date
    level: int


def newest_known(records: Iterable[Record], elements: Iterable[str], *, for_a_case: bool) -> dict[str, Known]:
    """Return each element that some record knows, from the newest one; sensitive records answer for a case
    only."""
    wanted = set(elements)
    known: dict[str, Known] = {}
    for record in sorted(records, key=lambda one: (one.as_of, one.register)):
        if record.level >= SENSITIVE and not for_a_case:
            continue
        for element in wanted & record.values.keys():
            known[element] = Known(record.values[element], record.register_name, record.register, record.as_of)
    return known
