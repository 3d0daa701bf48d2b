"""What a look into the registers answers: what is known, with its source, and what is not, with the reason."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Value = str | int | float | bool | list[str]
ELEMENT = re.compile(r"[a-z]{2,20}\.[a-z][a-z0-9_]{0,50}")
SENSITIVE = 4

# The nearer to an answer, the later: of several registers the one that came nearest gives the reason.
Reason = Literal["no_register", "not_connected", "no_record", "no_value", "needs_case", "several", "failed"]
NEARER: tuple[Reason, ...] = (
    "no_register", "not_connected", "no_record", "no_value", "needs_case", "several", "failed"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A value with the name of its source ("法人基础信息库"), the register's key, and the day it was right.

    `row` names the row of the register ("population/17"), so that the value can be traced. `stale`: the register has
    not told it again for longer than it should. `masked`: the asker does not handle the case.
    """

    value: Value
    source_name: str
    register: str
    row: str
    as_of: dt.date
    level: int
    stale: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """Why an element is not known, of which register (its name, "" where there is none), and when it was asked."""

    reason: Reason
    register_name: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Row:
    """The row of one register that told something, without what it told."""

    source_name: str
    row: str
    as_of: dt.date
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The elements that are known, and those that are not; and of each register (by key) that was asked the row that
    told something, or why none did."""

    known: Mapping[str, Known] = field(default_factory=dict)
    missing: Mapping[str, Missing] = field(default_factory=dict)
    registers: Mapping[str, Row | Missing] = field(default_factory=dict)
