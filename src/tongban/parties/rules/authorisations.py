"""When two lists would give one item to two authorities at once. Basis: 行政许可法 第二十五条 (concentrated powers)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# For each code as written, the item's 实施编码 and the id of the authority whose item it is.
Owners = Mapping[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Given:
    """What a list gives from when to when, both days included (no end: open)."""

    task_codes: frozenset[str]
    starts_on: dt.date
    ends_on: dt.date | None

    def meets(self, other: Given) -> bool:
        """Tell whether the two have a day in common."""
        return (self.ends_on is None or other.starts_on <= self.ends_on) and (
            other.ends_on is None or self.starts_on <= other.ends_on
        )


def given_twice(wanted: Given, others: Iterable[Given]) -> frozenset[str]:
    """Return the items of the list that another list gives on one of its days already."""
    return frozenset().union(*(wanted.task_codes & other.task_codes for other in others if wanted.meets(other)))
