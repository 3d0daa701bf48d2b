"""The days of the journeys: standing still, or passing by the demo's clock, which all its processes share."""

from __future__ import annotations

import datetime as dt
import pathlib
from functools import cache

import chinese_calendar

from tongban.kernel.clock import ZONE
from tongban.kernel.rules.calendar import CONFIRMED, PROJECTED, Day, WorkCalendar, number_days

PUBLISHED_THROUGH = dt.date(max(chinese_calendar.holidays).year, 12, 31)


@cache
def calendar() -> WorkCalendar:
    """Return the country's calendar as the demo city has it, without asking a database."""
    day, last = dt.date(2025, 1, 1), dt.date(PUBLISHED_THROUGH.year + 2, 12, 31)
    days = []
    while day <= last:
        published = day <= PUBLISHED_THROUGH
        working = chinese_calendar.is_workday(day) if published else day.weekday() < 5
        days.append(Day(day, working, 0, CONFIRMED if published else PROJECTED))
        day += dt.timedelta(days=1)
    return WorkCalendar("", number_days(days))


class StandingDays:
    """Days that do not pass: most journeys happen today."""

    def __init__(self) -> None:
        self.calendar = calendar()
        self.today = dt.datetime.now(dt.UTC).astimezone(ZONE).date()
        self.day = self.today

    def pass_(self, working_days: int) -> dt.date:
        """Stay on this day."""
        return self.day

    def after(self, working_days: int) -> dt.date:
        """Return the day that comes some working days after this one."""
        return self.calendar.add(self.day, working_days).day


class PassingDays(StandingDays):
    """Working days that pass one after another and end today."""

    def __init__(self, home: pathlib.Path, working_days: int) -> None:
        super().__init__()
        self.file = home / "demo-clock"
        day = self.today
        for _ in range(working_days + 1):
            day -= dt.timedelta(days=1)
            while not self.calendar.is_working(day):
                day -= dt.timedelta(days=1)
        self._set(day)

    def pass_(self, working_days: int) -> dt.date:
        """Let working days pass and return the day that it is then."""
        return self._set(self.after(working_days))

    def real(self) -> None:
        """Set the clock right again."""
        self._set(self.today)

    def _set(self, day: dt.date) -> dt.date:
        self.day = day
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(dt.timedelta(days=(day - self.today).days).total_seconds()))
        fresh.replace(self.file)
        return day
