"""Whether a value that somebody else wrote fits a question of the form, and as what (pure)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

_CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_YES_NO = {"是": True, "否": False, True: True, False: False}


def fitting(field: Mapping[str, Any], value: Any) -> Any:
    """Return a value as an answer to a field (its JSON Schema property), None where it cannot be one.

    A licence prints 2026年4月16日 and 是, a register keeps 2026-04-16 and true. A choice that the form does not offer
    is no answer.
    """
    if value is None or value == "" or value == []:
        return None
    kind = field.get("x-type", "text")
    if kind in ("integer", "number"):
        return _number(value, whole=kind == "integer")
    if kind == "date":
        return _day(value)
    if kind == "boolean":
        return _YES_NO.get(value) if isinstance(value, str | bool) else None
    if kind == "choice":
        return value if value in field.get("enum", ()) else None
    if kind == "choices":
        return _choices(field, value)
    if isinstance(value, list | dict | bool) or field.get("type", "string") != "string":
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return text if len(text) <= field.get("maxLength", len(text)) else None


def _number(value: Any, *, whole: bool) -> int | float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(str(value).replace(",", ""))
    except ValueError:
        return None
    if number.is_integer():
        return int(number)
    return None if whole else number


def _day(value: Any) -> str | None:
    text = str(value).strip()
    if found := _CHINESE_DAY.fullmatch(text):
        text = f"{int(found[1]):04d}-{int(found[2]):02d}-{int(found[3]):02d}"
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _choices(field: Mapping[str, Any], value: Any) -> list[str] | None:
    offered = field.get("items", {}).get("enum", ())
    told = value if isinstance(value, list) else str(value).split("、")
    return list(told) if told and all(each in offered for each in told) else None
