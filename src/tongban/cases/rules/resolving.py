"""In which order a required material is looked for, and what each way brought (免证办, pure)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

NOT_NEEDED, PROMISE, LICENCE, SHARED = "not_needed", "promise", "licence", "shared"
ASSISTANCE, SPACE, UPLOAD = "assistance", "space", "upload"
# The strongest first: what is not asked for at all, then what government has, and what the applicant brings last.
PATHS: Final = {
    NOT_NEEDED: "直接取消",
    PROMISE: "告知承诺",
    LICENCE: "电子证照",
    SHARED: "数据共享",
    ASSISTANCE: "部门协查",
    SPACE: "我的空间",
    UPLOAD: "自行上传",
}
FOUND, NOT_FOUND, FAILED, OFFERED, CHOSEN = "found", "not_found", "failed", "offered", "chosen"
# `offered` waits for the applicant to choose it; `chosen` is what they chose.
OUTCOMES: Final = {
    FOUND: "已找到",
    NOT_FOUND: "没有找到",
    FAILED: "查询失败",
    OFFERED: "可以选择",
    CHOSEN: "已选择",
}
SATISFYING: Final = frozenset({FOUND, CHOSEN})


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one way brought; see `MaterialFinding` for the words. `at` is when an outside source was asked."""

    path: str
    outcome: str
    reason: str = ""
    source: str = ""
    evidence: str = ""
    as_of: dt.date | None = None
    at: dt.datetime | None = None

    @property
    def satisfies(self) -> bool:
        """Tell whether the material need not be looked for any further."""
        return self.outcome in SATISFYING


@dataclass(frozen=True, slots=True)
class Slot:
    """A material with what each way that is open to it would bring; a way that is not open is left out."""

    code: str
    ways: Mapping[str, Attempt] = field(default_factory=dict)

    def with_way(self, found: Attempt) -> Slot:
        """Return the slot with one way more."""
        return Slot(self.code, {**self.ways, found.path: found})


def resolve(slot: Slot) -> tuple[Attempt, ...]:
    """Return the attempts in their order: each open way until one satisfies, and none after that."""
    tried: list[Attempt] = []
    for path in PATHS:
        if (attempt := slot.ways.get(path)) is None:
            continue
        tried.append(attempt)
        if attempt.satisfies:
            break
    return tuple(tried)


def comes_to(slot: Slot, path: str) -> bool:
    """Tell whether the material is still looked for when the turn comes to a path."""
    before = list(PATHS)[: list(PATHS).index(path)]
    return not any(slot.ways[each].satisfies for each in before if each in slot.ways)


def settled(attempts: Iterable[Attempt]) -> Attempt | None:
    """Return the attempt that satisfied, None where the material is still to come."""
    return next((each for each in attempts if each.satisfies), None)


# What government knows to be no longer in force: here nobody but the applicant can help.
LAPSED: Final = frozenset(
    {"suspended", "expired", "revoked", "forfeited", "withdrawn", "cancelled", "transferred", "superseded"}
)


def lapsed(attempts: Iterable[Attempt]) -> Attempt | None:
    """Return the attempt that found a licence which is no longer in force, None where there was none."""
    return next((each for each in attempts if each.path == LICENCE and each.reason in LAPSED), None)
