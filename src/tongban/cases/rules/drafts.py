"""Whose answer stands when a draft is filled in on several devices at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EMPTY: tuple[Any, ...] = ("", None, [])


@dataclass(frozen=True, slots=True)
class Merged:
    """What is written (`changes`), what both changed differently (`conflicts`), what only the other did (`theirs`)."""

    changes: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[str, Any] = field(default_factory=dict)
    theirs: tuple[str, ...] = ()


def mark(value: Any) -> str:
    """Return a short mark of an answer; what looks the same on a page has the same one, an empty answer has ""."""
    value = _plain(value)
    if value in EMPTY:
        return ""
    told = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def merge(
    now: Mapping[str, Any],
    mine: Mapping[str, Any],
    *,
    touched: Mapping[str, Mapping[str, Any]],
    expected: int | None = None,
    shown: Mapping[str, str] | None = None,
    page: str = "",
) -> Merged:
    """Compare what is kept `now` with what comes in, against what its sender had seen.

    `shown` are the marks of the answers that the sender's page showed, by key: what the sender left alone is theirs to
    change who changed it. Without them all that is sent counts as changed, and `expected` is the revision that was
    seen; without either nothing conflicts. `page` ("its mark:7") names the sender's page and how far it had been typed:
    what it wrote last itself is no conflict, and what was sent before that and comes after it is old.
    """
    changes: dict[str, Any] = {}
    conflicts: dict[str, Any] = {}
    theirs: list[str] = []
    for key, value in mine.items():
        held = now.get(key)
        if mark(value) == mark(held):
            continue
        last = touched.get(key, {})
        own, old = _own(last.get("page", ""), page)
        if old:
            continue
        if shown is not None and not own and mark(value) == shown.get(key, ""):
            theirs.append(key)
            continue
        if shown is not None:
            changed_there = mark(held) != shown.get(key, "")
        else:
            changed_there = expected is not None and last.get("revision", 0) > expected
        (conflicts if changed_there and not own else changes)[key] = value
    return Merged(changes, conflicts, tuple(theirs))


def _own(last: str, page: str) -> tuple[bool, bool]:
    """Tell whether the page wrote last, and whether what it wrote then was typed later than this."""
    own, _colon, typed = page.partition(":")
    wrote, _colon, then = last.partition(":")
    if not own or own != wrote:
        return False, False
    return True, typed.isdigit() and then.isdigit() and int(typed) < int(then)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(value.splitlines()).strip()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items() if each not in EMPTY}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
