"""The days of the story: it is played in a minute and takes some working days that end today."""

from __future__ import annotations

import datetime as dt

from tongban.kernel import clock
from tongban.kernel.queries import calendar_of
from tongban.kernel.rules.calendar import WorkCalendar


class Days:
    """Sets the demo's clock, which all its processes share, to one working day after another."""

    def __init__(self, working_days: int) -> None:
        self.calendar: WorkCalendar = calendar_of("")
        self.today = dt.datetime.now(dt.UTC).astimezone(clock.ZONE).date()
        day = self.today
        while not self.calendar.is_working(day):
            day -= dt.timedelta(days=1)
        for _ in range(working_days):
            day -= dt.timedelta(days=1)
            while not self.calendar.is_working(day):
                day -= dt.timedelta(days=1)
        self._set(day)

    def pass_(self, working_days: int) -> dt.date:
        """Let working days pass and return the day that it is then."""
        return self._set(self.calendar.add(self.day, working_days).day)

    def after(self, working_days: int) -> dt.date:
        """Return the day that comes some working days after this one."""
        return self.calendar.add(self.day, working_days).day

    def real(self) -> None:
        """Set the clock right again."""
        self._set(self.today)

    def _set(self, day: dt.date) -> dt.date:
        self.day = day
        clock.set_offset(dt.timedelta(days=(day - self.today).days))
        return day
