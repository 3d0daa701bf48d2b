"""The examples that explain the clock are worked out again."""

import datetime as dt
import re

import chinese_calendar
import pytest

from tests.architecture.source import REPOSITORY
from tongban.kernel.rules.calendar import ONE_DAY, Day, WorkCalendar, number_days
from tongban.matters.rules.clocks import Span, reckon

PAGE = REPOSITORY / "docs" / "explain" / "clock.md"
DAY = r"(\d{4}-\d\d-\d\d)"
COUNTED = re.compile(rf"^\| {DAY} \| (\d+) \| {DAY} \|", re.MULTILINE)
PAUSED = re.compile(rf"^\| (none|{DAY}[^|]*) \| (\d+) \| {DAY} \|$", re.MULTILINE)
START, DAYS = dt.date(2026, 3, 2), 20


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    day, days = dt.date(2025, 1, 1), []
    while day.year < 2027:
        days.append(Day(day, chinese_calendar.is_workday(day), 0))
        day += ONE_DAY
    return WorkCalendar("", number_days(days))


class TestExamples:
    def test_of_counting_hold(self, calendar: WorkCalendar) -> None:
        examples = COUNTED.findall(PAGE.read_text(encoding="utf-8"))

        assert len(examples) == 7
        for start, days, due in examples:
            assert calendar.add(dt.date.fromisoformat(start), int(days)).day.isoformat() == due

    def test_of_pausing_hold(self, calendar: WorkCalendar) -> None:
        examples = PAUSED.findall(PAGE.read_text(encoding="utf-8"))

        assert len(examples) == 5
        for text, _first, excluded, due in examples:
            days = [dt.date.fromisoformat(day) for day in re.findall(DAY, text)]
            pauses = [Span(*pair) for pair in zip(days[::2], days[1::2], strict=True)]
            found = reckon(calendar, start=START, days=DAYS, pauses=pauses)
            assert (str(found.excluded), found.due.day.isoformat()) == (excluded, due)
