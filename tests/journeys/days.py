"""The days of the journeys: standing still, or passing by the demo's clock, which all its processes share."""

from __future__ import annotations

import datetime as dt
import pathlib
from functools import cache

import chinese_calendar

from tongban.kernel.clock import ZONE
from tongban.kernel.rules.calendar import CONFIRMED, PROJECTED, Day, WorkCalendar, number_days

MORNING, EVENING = dt.time(10), dt.time(16)
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
    """A day that does not pass: most journeys happen in the morning of the last working day."""

    def __init__(self, home: pathlib.Path) -> None:
        self.calendar = calendar()
        self.file, self.left = home / "demo-clock", home / "journeys-left"
        self.day = dt.datetime.now(dt.UTC).astimezone(ZONE).date()
        while not self.calendar.is_working(self.day):
            self.day -= dt.timedelta(days=1)
        self._set(self.day)
        # A demo that was walked before goes on from its hour: what happens now is newer than what happened then.
        if self.left.exists():
            offset = dt.datetime.fromisoformat(self.left.read_text()) - dt.datetime.now(dt.UTC)
            if self._shown(offset).date() == self.day and self._shown(offset).time() < EVENING:
                self._shift(offset)

    def leave(self) -> None:
        """Remember the moment for those who walk through the same demo later."""
        self.left.write_text(self._shown(self._offset()).isoformat())

    def pass_(self, working_days: int) -> dt.date:
        """Stay on this day."""
        return self.day

    def after(self, working_days: int) -> dt.date:
        """Return the day that comes some working days after this one."""
        return self.calendar.add(self.day, working_days).day

    def _shown(self, offset: dt.timedelta) -> dt.datetime:
        return (dt.datetime.now(dt.UTC) + offset).astimezone(ZONE)

    def _offset(self) -> dt.timedelta:
        return dt.timedelta(seconds=float(self.file.read_text()))

    def _set(self, day: dt.date) -> dt.date:
        """Let it be a little after ten o'clock of a day for all of the demo's processes."""
        self.day = day
        self._shift(dt.datetime.combine(day, MORNING, ZONE) - dt.datetime.now(dt.UTC))
        return day

    def _shift(self, offset: dt.timedelta) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(offset.total_seconds()))
        fresh.replace(self.file)


class PassingDays(StandingDays):
    """Working days that pass one after another, and end on the day on which the other journeys stand."""

    def __init__(self, home: pathlib.Path, working_days: int) -> None:
        super().__init__(home)
        self.last, day = self._offset(), self.day
        for _ in range(working_days):
            day -= dt.timedelta(days=1)
            while not self.calendar.is_working(day):
                day -= dt.timedelta(days=1)
        self._set(day)

    def pass_(self, working_days: int) -> dt.date:
        """Let working days pass and return the day that it is then."""
        return self._set(self.after(working_days))

    def end(self) -> None:
        """Go back to the day and the hour of the other journeys."""
        self._shift(self.last)
