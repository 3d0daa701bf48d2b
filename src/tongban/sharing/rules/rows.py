"""Reading what a provider sends of a register: one row at a time, with every problem by row and field (pure)."""

from __future__ import annotations

import datetime as dt
import decimal
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.kernel.rules.codes import resident_id_valid, uscc_valid
from tongban.kernel.rules.texts import storable
from tongban.parties.rules.rows import Row
from tongban.sharing.rules.columns import Column

LONGEST_VALUE = 4000
NUMBER_LIMIT = decimal.Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Shape:
    """What a column takes: its `kind` (text, date, number), and the most characters of a text."""

    kind: str
    longest: int = LONGEST_VALUE


_DOCUMENT = re.compile(r"[0-9]{3}-[A-Z0-9]{4,14}")
_REGION = re.compile(r"[0-9]{12}")

# What a subject of each kind of register is known by; a person may be known by a passport or a permit.
_SUBJECTS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "population": (lambda code: _is_person(code), "不是有效的证件号码"),
    "legal_persons": (uscc_valid, "不是有效的统一社会信用代码，校验码或长度不对"),
    "macro_economy": (lambda code: bool(_REGION.fullmatch(code)), "应为 12 位区划代码"),
}


def _is_person(code: str) -> bool:
    return resident_id_valid(code) or bool(_DOCUMENT.fullmatch(code))


def subject_of(row: Row, kind: str) -> str:
    """Read whom the row is about: an identifier that fits the kind of register."""
    code = row.text("subject", longest=18).upper()
    valid, message = _SUBJECTS.get(
        kind, (lambda code: uscc_valid(code) or _is_person(code), "不是有效的证件号码或统一社会信用代码")
    )
    if code and not valid(code):
        row.problem("subject", f"{message}：{code}")
    return code


def column_value(row: Row, element: str, value: Any, column: Column, shape: Shape) -> Any:
    """Read a value that has a column of its own, as the column takes it; None when it is empty or wrong."""
    if value in (None, ""):
        return None
    try:
        if shape.kind == "date":
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value).strip())
        if shape.kind == "number":
            return _number(str(value)) * column.scale
    except (ValueError, ArithmeticError):
        told = "应为日期（如 2026-01-31）" if shape.kind == "date" else "应为数字"
        row.problem(f"values.{element}", f"{told}：{str(value)[:40]}")
        return None
    text = "、".join(value) if isinstance(value, list) else str(value).strip()
    if len(text) > shape.longest:
        row.problem(f"values.{element}", f"最多 {shape.longest} 个字")
    elif not storable(text):
        row.problem(f"values.{element}", "含有无法识别的字符")
    else:
        return text
    return None


def free_value(row: Row, element: str, value: Any) -> Any:
    """Read a value without a column: a text, a number, true or false, or a list of texts."""
    if isinstance(value, dt.date):
        return value.isoformat()
    texts = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    if not isinstance(value, str | int | float | bool | list) or not all(isinstance(text, str) for text in texts):
        row.problem(f"values.{element}", "应为文字、数字、true/false 或文字的列表")
    elif sum(len(text) for text in texts) > LONGEST_VALUE:
        row.problem(f"values.{element}", f"最多 {LONGEST_VALUE} 个字")
    elif not all(storable(text) for text in texts):
        row.problem(f"values.{element}", "含有无法识别的字符")
    else:
        return value
    return None


def _number(text: str) -> decimal.Decimal:
    number = decimal.Decimal(text.strip().replace(",", ""))
    if not number.is_finite() or abs(number) > NUMBER_LIMIT:
        raise ValueError(text)
    return number
