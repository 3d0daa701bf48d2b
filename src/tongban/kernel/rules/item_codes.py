"""Codes of service items taken apart and put together by their structure (pure).

The national codes (GB/T 39554.1) are what the platform counts by; a province's own are carried beside them, never
converted. Each part is as long as the code prints it; every function that reads raises ValueError for another form.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass

from tongban.kernel.rules.codes import catalog_code_valid, task_code_valid, uscc_valid

_SICHUAN = re.compile(r"([0-9A-Z]{14})-([0-9]{12})-([0-9]{3})-([0-9A-Z]{18})-([0-9])-([0-9]{2})")
_GUIZHOU = re.compile(r"([A-Z]{2})([0-9]{5})([0-9A-Z]{3})")


@dataclass(frozen=True, slots=True)
class CatalogCode:
    """A 基本编码: PP TT DD MMM SSS. `province` 00 is the national directory, `sub` 000 means no sub-item."""

    province: str
    type: str
    line: str
    main: str
    sub: str

    def __str__(self) -> str:
        return "".join(astuple(self))


@dataclass(frozen=True, slots=True)
class TaskCode:
    """An 实施编码: the authority's USCC, the level at which it acts, and the 基本编码."""

    authority: str
    level: str
    catalog: CatalogCode

    def __str__(self) -> str:
        return f"{self.authority}{self.level}{self.catalog}"


@dataclass(frozen=True, slots=True)
class BusinessItemCode:
    """A 业务办理项编码: an 实施编码 and a sequence of two digits."""

    task: TaskCode
    sequence: str

    def __str__(self) -> str:
        return f"{self.task}{self.sequence}"


@dataclass(frozen=True, slots=True)
class SichuanCode:
    """A code as Sichuan writes it: 地方基本编码, division, sub-item, USCC of the department, and two numbers."""

    basic: str
    division: str
    sub: str
    authority: str
    kind: str
    sequence: str

    def __str__(self) -> str:
        return "-".join(astuple(self))


@dataclass(frozen=True, slots=True)
class GuizhouCode:
    """A 基本编码 as DB52/T 1264-2018 has it: letters of the type, the main item and the sub-item."""

    type: str
    main: str
    sub: str

    def __str__(self) -> str:
        return "".join(astuple(self))


ItemCode = CatalogCode | TaskCode | BusinessItemCode | SichuanCode | GuizhouCode


def catalog_parts(code: str) -> CatalogCode:
    """Take a 基本编码 of 12 digits apart."""
    if not catalog_code_valid(code):
        raise ValueError(f"not a catalogue code: {code}")
    return CatalogCode(code[:2], code[2:4], code[4:6], code[6:9], code[9:])


def task_parts(code: str) -> TaskCode:
    """Take an 实施编码 of 31 characters apart."""
    if not task_code_valid(code):
        raise ValueError(f"not an implementation code: {code}")
    return TaskCode(code[:18], code[18], catalog_parts(code[19:]))


def business_item_parts(code: str) -> BusinessItemCode:
    """Take a 业务办理项编码 of 33 characters apart."""
    sequence = code[31:]
    if not re.fullmatch(r"[0-9]{2}", sequence):
        raise ValueError(f"not the code of a business item: {code}")
    return BusinessItemCode(task_parts(code[:31]), sequence)


def business_item_code(task: str, sequence: str) -> str:
    """Put a 业务办理项编码 together."""
    return str(business_item_parts(f"{task}{sequence}"))


def sichuan_parts(code: str) -> SichuanCode:
    """Take a code of Sichuan apart; its department's USCC is checked."""
    found = _SICHUAN.fullmatch(code)
    if found is None or not uscc_valid(found[4]):
        raise ValueError(f"not a code of Sichuan: {code}")
    return SichuanCode(*found.groups())


def guizhou_parts(code: str) -> GuizhouCode:
    """Take a code of Guizhou of 10 characters apart."""
    found = _GUIZHOU.fullmatch(code)
    if found is None:
        raise ValueError(f"not a code of Guizhou: {code}")
    return GuizhouCode(*found.groups())


def parts_of(code: str) -> ItemCode | None:
    """Take a code of any of these forms apart; None for what is none of them."""
    for read in (catalog_parts, task_parts, business_item_parts, sichuan_parts, guizhou_parts):
        try:
            return read(code)
        except ValueError:
            continue
    return None


def belongs_to(task: str, catalog: str) -> bool:
    """Tell whether an 实施编码 is one of the directory entry, which its last 12 digits say."""
    return task_code_valid(task) and task[19:] == catalog
