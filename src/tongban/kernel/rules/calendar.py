"""Working days: which days count, and which day is the n-th after another (pure, no database).

Each working day has an ordinal, counting from the first day of the calendar; a day off carries the ordinal
of the last working day before it. So "n working days after d" is the working day of ordinal(d) + n, in Python
by a look-up in a list and in SQL by an index scan. Day 0 is not counted (民法典 art. 201).
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

CONFIRMED = "confirmed"
PROJECTED = "projected"

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calendar; `status` is "confirmed" by a notice or "projected" from weekends alone."""

    day: dt.date
    working: bool
    ordinal: int
    status: str = CONFIRMED


@dataclass(frozen=True, slots=True)
class Due:
    """The day on which a limit ends; `provisional` when a projected day was counted on the way."""

    day: dt.date
    provisional: bool


class CalendarRanOut(Exception):
    """The working-day calendar has no such day: load the notice of a later year, then ask again."""

    def __init__(self, region: str, first: dt.date, last: dt.date) -> None:
        super().__init__(f"工作日历（{region or '全国'}）只覆盖 {first} 至 {last}，请先导入之后年度的放假安排通知。")
        self.region = region
        self.first = first
        self.last = last


class WorkCalendar:
    """The working days of a region, every day from `first` to `last` without a gap.

    `days` must be consecutive and carry their ordinals (see `number_days`); ValueError otherwise.
    """

    __slots__ = ("_days", "_projected", "_working", "first", "last", "region")

    def __init__(self, region: str, days: Sequence[Day]) -> None:
        if not days:
            raise ValueError("a calendar needs at least one day")
        self.region = region
        self.first = days[0].day
        self.last = days[-1].day
        if len(days) != (self.last - self.first).days + 1:
            raise ValueError("the days of a calendar must be consecutive")
        self._days = tuple(days)
        self._working = tuple(each.day for each in days if each.working)
        self._projected = tuple(each.day for each in days if each.status == PROJECTED)

    def is_working(self, day: dt.date) -> bool:
        """Tell whether offices work on the day; CalendarRanOut outside the calendar."""
        return self._at(day).working

    def is_projected(self, day: dt.date) -> bool:
        """Tell whether the day is only projected, its year's notice not having been published."""
        return self._at(day).status == PROJECTED

    def add(self, start: dt.date, n: int) -> Due:
        """Return the n-th working day after `start`; 0 gives `start` itself.

        ValueError when n is negative, CalendarRanOut when `start` or the answer lies outside the calendar.
        """
        if n < 0:
            raise ValueError("a limit cannot be negative")
        at_start = self._at(start)
        if n == 0:
            return Due(start, at_start.status == PROJECTED)
        place = bisect_right(self._working, start) + n - 1
        if place >= len(self._working):
            raise CalendarRanOut(self.region, self.first, self.last)
        due = self._working[place]
        return Due(due, self._count(self._projected, start, due) > 0)

    def between(self, start: dt.date, end: dt.date) -> int:
        """Return how many working days lie in (start, end]; negative when `end` is before `start`."""
        return self._at(end).ordinal - self._at(start).ordinal

    def next_working(self, day: dt.date) -> dt.date:
        """Return the day itself when it works, or else the first working day after it."""
        self._at(day)
        place = bisect_left(self._working, day)
        if place >= len(self._working):
            raise CalendarRanOut(self.region, self.first, self.last)
        return self._working[place]

    def _at(self, day: dt.date) -> Day:
        place = (day - self.first).days
        if not 0 <= place < len(self._days):
            raise CalendarRanOut(self.region, self.first, self.last)
        return self._days[place]

    @staticmethod
    def _count(days: Sequence[dt.date], after: dt.date, until: dt.date) -> int:
        return bisect_right(days, until) - bisect_right(days, after)


def number_days(days: Iterable[Day]) -> list[Day]:
    """Return the days in order of date with their ordinals worked out afresh."""
    numbered: list[Day] = []
    ordinal = 0
    for day in sorted(days, key=lambda each: each.day):
        ordinal += day.working
        numbered.append(replace(day, ordinal=ordinal))
    return numbered
