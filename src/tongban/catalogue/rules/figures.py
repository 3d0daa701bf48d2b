"""What the figures of cases say of an item, and where that differs from what its guide promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

HALF, NINE_IN_TEN = 50, 90


@dataclass(frozen=True, slots=True)
class Figures:
    """Twelve months to `until`: how many applied and were answered, and what the answered took (in working days).

    `days` counts the answered by what they took: half took no longer than `median_days`, nine in ten than `p90_days`;
    None where nothing was answered. `materials` and `visits` are averages over the answered.
    """

    until: dt.date
    applied: int
    answered: int
    days: Mapping[int, int]
    median_days: int | None
    p90_days: int | None
    materials: float | None
    visits: float | None


@dataclass(frozen=True, slots=True)
class Gap:
    """An item whose promise and reality differ, and in what; promised days are working days, materials papers to bring.

    `late`: one in ten or more took longer than promised; `early`: nine in ten were answered in so small a part of the
    promise that it could be shorter; `more_materials`, `more_visits`: more was asked for than the list says.
    """

    code: str
    name: str
    authority: str
    authority_en: str
    promised_days: int
    promised_materials: int
    promised_visits: int
    figures: Figures
    late: bool
    early: bool
    more_materials: bool
    more_visits: bool


def share_of(histogram: Mapping[int, int], percent: int) -> int | None:
    """Return the least number of days within which so many percent of all stay (nearest rank); None of nothing.

    `histogram` counts by days.
    """
    total = sum(histogram.values())
    reached = 0
    for days in sorted(histogram):
        reached += histogram[days]
        if total and reached * 100 >= total * percent:
            return days
    return None


def average(total: int, number: int) -> float | None:
    """Return the average to one decimal, None of nothing."""
    return round(total / number, 1) if number else None
