"""What is printed on the face of a licence, from the answers of a case (pure)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

CONDITIONS = "conditions"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def face_of(fields: Sequence[Mapping[str, str]], told: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the printed lines in the type's order, and the conditions last.

    `told` maps keys to {"label", "value"}; only what the type names is taken, so that a licence never shows more of
    the application than it must. What is empty is left out.
    """
    named = [(field["key"], field["label"], field.get("label_en", "")) for field in fields]
    lines = [
        {"key": key, "label": label, "label_en": label_en, "value": text}
        for key, label, label_en in named
        if (text := printed(_value(told.get(key))))
    ]
    if conditions := printed(_value(told.get(CONDITIONS))):
        lines.append({"key": CONDITIONS, "label": "许可条件", "label_en": "Conditions", "value": conditions})
    return lines


def rewritten(face: Mapping[str, Mapping[str, Any]], told: Mapping[str, object]) -> dict[str, Any]:
    """Return a face with the values that are told by key; the others stay, and an empty one is left out."""
    lines: dict[str, Any] = {key: dict(line) for key, line in face.items()}
    for key, value in told.items():
        if printed(value):
            lines[key] = {**lines.get(key, {"label": key}), "value": value}
        else:
            lines.pop(key, None)
    return lines


def printed(value: object) -> str:
    """Return a value as it stands on a certificate: 2026年4月16日, 是, 18.5, 人行道、车行道."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        return "、".join(text for each in value if (text := printed(each)))
    text = str(value).strip()
    if _DAY.fullmatch(text):
        try:
            return chinese_day(dt.date.fromisoformat(text))
        except ValueError:
            return text
    return text


def chinese_day(day: dt.date) -> str:
    """Return a day as it stands on Chinese documents: 2026年3月9日."""
    return f"{day.year}年{day.month}月{day.day}日"


def serial_of(year: int, ordinal: int) -> str:
    """Return the 流水号 inside the identifier: the year and seven digits or more."""
    return f"{year}{ordinal:07d}"


def number_of(authority: str, year: int, ordinal: int) -> str:
    """Return the 证照编号 as it is printed; it never depends on the reader's language."""
    return f"{authority}证字〔{year}〕{ordinal:07d}号"


def validity(valid_from: dt.date, valid_until: dt.date | None) -> str:
    """Return the valid period as it is printed."""
    if valid_until is None:
        return f"{chinese_day(valid_from)}起长期有效"
    return f"{chinese_day(valid_from)}至{chinese_day(valid_until)}"


def _value(told: object) -> object:
    return told.get("value") if isinstance(told, Mapping) else told
