"""The test vectors of the lawful clock, and properties against an independent count."""

import datetime as dt
import functools

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.kernel.rules.calendar import Day, WorkCalendar, number_days
from tongban.matters.rules.clocks import Span, effective_start, reckon, united
from tongban.matters.rules.lamps import Lamp, WarningRule, lamp


@functools.cache
def national() -> WorkCalendar:
    first, last = dt.date(2004, 1, 1), dt.date(2026, 12, 31)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return WorkCalendar("", number_days(Day(day, chinese_calendar.is_workday(day), 0) for day in days))


@pytest.fixture
def calendar() -> WorkCalendar:
    return national()


VECTORS = [
    ("2026-09-18", 5, "2026-09-24"),
    ("2026-09-29", 5, "2026-10-12"),
    ("2026-09-30", 5, "2026-10-13"),
    ("2026-04-30", 10, "2026-05-18"),
    ("2026-02-13", 20, "2026-03-19"),
    ("2026-02-13", 45, "2026-04-24"),
    ("2025-09-26", 5, "2025-10-10"),
    ("2026-03-02", 20, "2026-03-30"),
]


class TestReckon:
    @pytest.mark.parametrize(("start", "days", "due"), VECTORS)
    def test_holds_the_vectors(self, calendar: WorkCalendar, start: str, days: int, due: str) -> None:
        found = reckon(calendar, start=dt.date.fromisoformat(start), days=days)

        assert found.due.day == dt.date.fromisoformat(due)

    def test_excludes_nine_days_of_expert_review(self, calendar: WorkCalendar) -> None:
        review = Span(dt.date(2026, 3, 9), dt.date(2026, 3, 20))

        found = reckon(calendar, start=dt.date(2026, 3, 2), days=20, pauses=[review])

        assert (found.excluded, found.due.day) == (9, dt.date(2026, 4, 13))

    def test_counts_a_day_excluded_for_two_causes_once(self, calendar: WorkCalendar) -> None:
        one = Span(dt.date(2026, 3, 9), dt.date(2026, 3, 20))
        two = Span(dt.date(2026, 3, 16), dt.date(2026, 3, 18))

        assert reckon(calendar, start=dt.date(2026, 3, 2), days=20, pauses=[one, two]).excluded == 9
        assert united([two, one]) == [one]

    def test_takes_all_days_of_a_pause_out_of_a_limit_in_calendar_days(self, calendar: WorkCalendar) -> None:
        start, review = dt.date(2026, 3, 2), Span(dt.date(2026, 3, 9), dt.date(2026, 3, 20))

        found = reckon(calendar, start=start, days=30, working=False, pauses=[review])
        after_the_end = Span(dt.date(2026, 4, 1), dt.date(2026, 4, 10))

        # 30 days end on 1 April, 11 more on 12 April, a Sunday.
        assert (found.excluded, found.due.day) == (11, dt.date(2026, 4, 13))
        assert reckon(calendar, start=start, days=30, working=False, pauses=[after_the_end]).excluded == 0

    def test_takes_nothing_out_for_a_pause_after_the_end(self, calendar: WorkCalendar) -> None:
        later = Span(dt.date(2026, 6, 1), dt.date(2026, 6, 10))

        found = reckon(calendar, start=dt.date(2026, 3, 2), days=20, pauses=[later])

        assert (found.excluded, found.due.day) == (0, dt.date(2026, 3, 30))

    def test_does_not_pause_calendar_days(self, calendar: WorkCalendar) -> None:
        found = reckon(calendar, start=dt.date(2026, 3, 2), days=30, working=False)

        assert found.due.day == dt.date(2026, 4, 1)

    @settings(max_examples=200, deadline=None)
    @given(
        start=st.dates(dt.date(2004, 1, 5), dt.date(2025, 6, 1)),
        days=st.integers(1, 60),
        pauses=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), max_size=3),
    )
    def test_agrees_with_counting_day_by_day(self, start: dt.date, days: int, pauses: list[tuple[int, int]]) -> None:
        calendar = national()
        spans = [
            Span(start + dt.timedelta(days=after), start + dt.timedelta(days=after + length))
            for after, length in pauses
        ]

        found = reckon(calendar, start=start, days=days, pauses=spans)

        assert found.due.day == _walk(start, days, spans)

    def test_starts_on_the_next_working_day_when_said_on_a_day_off(self, calendar: WorkCalendar) -> None:
        assert effective_start(calendar, dt.date(2026, 10, 3)) == dt.date(2026, 10, 8)
        assert effective_start(calendar, dt.date(2026, 10, 10)) == dt.date(2026, 10, 10)


def _walk(start: dt.date, days: int, spans: list[Span]) -> dt.date:
    """Count one day after another with the calendar package's own answer: the independent oracle."""
    day, left = start, days
    while left:
        day += dt.timedelta(days=1)
        if chinese_calendar.is_workday(day) and not any(span.start < day <= span.end for span in spans):
            left -= 1
    return day


class TestLamp:
    DUE, WARN = dt.date(2026, 3, 30), dt.date(2026, 3, 24)

    @pytest.mark.parametrize(
        ("today", "more", "expected"),
        [
            ("2026-03-23", {}, Lamp.WHITE),
            ("2026-03-24", {}, Lamp.YELLOW),
            ("2026-03-30", {}, Lamp.YELLOW),
            ("2026-03-31", {}, Lamp.RED),
            ("2026-03-30", {"paused_on": dt.date(2026, 3, 9)}, Lamp.GREY),
            ("2026-03-31", {"paused_on": dt.date(2026, 3, 9)}, Lamp.RED),
            ("2026-03-20", {"finished_on": dt.date(2026, 3, 19), "answer_due_on": DUE}, Lamp.WHITE),
            ("2026-05-20", {"finished_on": dt.date(2026, 3, 31), "answer_due_on": DUE}, Lamp.RED),
            (
                "2026-05-20",
                {"finished_on": dt.date(2026, 3, 30), "answer_due_on": DUE, "due_on": None},
                Lamp.GREEN,
            ),
        ],
    )
    def test_is_worked_out_from_days(self, today: str, more: dict[str, dt.date], expected: Lamp) -> None:
        facts = {"due_on": self.DUE, "warn_on": self.WARN, **more}

        assert lamp(today=dt.date.fromisoformat(today), **facts) is expected

    @pytest.mark.parametrize(("days", "threshold"), [(1, 1), (5, 1), (9, 1), (10, 2), (20, 4)])
    def test_warns_at_a_fifth_but_at_least_a_day(self, days: int, threshold: int) -> None:
        assert WarningRule().threshold(days) == threshold
