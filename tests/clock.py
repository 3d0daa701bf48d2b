"""A clock that stands still until a test moves it."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.kernel import clock
from tongban.kernel.clock import ZONE


class FrozenClock:
    """The house's only source of time, held by a test. Callers that ask `clock.now()` see it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
        self.moment = moment
        monkeypatch.setattr(clock, "now", lambda: self.moment)

    def move_to(self, day: dt.date, hour: int = 10) -> None:
        """Go to an hour of a day, as people in Asia/Shanghai count it."""
        self.moment = dt.datetime.combine(day, dt.time(hour), ZONE).astimezone(dt.UTC)

    def pass_minutes(self, minutes: int = 5) -> None:
        """Let some minutes go by."""
        self.moment += dt.timedelta(minutes=minutes)
