"""The days that count, against worked examples and a naive count."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.actions.load_calendar import _published, extend
from tongban.kernel.rules.calendar import CalendarRanOut, Day, WorkCalendar, number_days


def country() -> WorkCalendar:
    rules = _published()
    extend(rules, following_years=2)
    return WorkCalendar("", number_days(Day(day, rule.working, 0, rule.status) for day, rule in rules.items()))


COUNTRY = country()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class TestAdd:
    @pytest.mark.parametrize(
        ("start", "n", "due"),
        [
            ("2026-09-18", 5, "2026-09-24"),
            ("2026-09-29", 5, "2026-10-12"),
            ("2026-09-30", 5, "2026-10-13"),
            ("2026-04-30", 10, "2026-05-18"),
            ("2026-02-13", 20, "2026-03-19"),
            ("2026-02-13", 45, "2026-04-24"),
            ("2025-09-26", 5, "2025-10-10"),
            ("2026-03-02", 20, "2026-03-30"),
        ],
    )
    def test_gives_the_day_that_the_published_calendar_gives(self, start: str, n: int, due: str) -> None:
        assert COUNTRY.add(day(start), n).day == day(due)
        assert not COUNTRY.add(day(start), n).provisional

    def test_moves_by_the_working_days_of_a_suspension(self) -> None:
        excluded = COUNTRY.between(day("2026-03-09"), day("2026-03-20"))

        assert excluded == 9
        assert COUNTRY.add(day("2026-03-02"), 20 + excluded).day == day("2026-04-13")

    def test_counts_the_working_days_of_two_years(self) -> None:
        for year in (2025, 2026):
            assert COUNTRY.between(dt.date(year - 1, 12, 31), dt.date(year, 12, 31)) == 248

    def test_is_provisional_when_a_projected_day_was_counted(self) -> None:
        assert not COUNTRY.add(day("2026-12-30"), 1).provisional
        assert COUNTRY.add(day("2026-12-30"), 2).provisional

    def test_of_nothing_gives_the_start_even_on_a_day_off(self) -> None:
        assert COUNTRY.add(day("2026-10-01"), 0).day == day("2026-10-01")

    def test_refuses_a_day_outside_the_calendar_and_says_what_to_do(self) -> None:
        with pytest.raises(CalendarRanOut, match="请先导入"):
            COUNTRY.add(day("2028-12-20"), 60)
        with pytest.raises(CalendarRanOut):
            COUNTRY.is_working(day("2003-12-31"))

    def test_refuses_a_negative_limit(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            COUNTRY.add(day("2026-01-05"), -1)

    @given(start=st.dates(dt.date(2004, 1, 1), dt.date(2027, 1, 1)), n=st.integers(0, 80))
    def test_agrees_with_counting_day_by_day(self, start: dt.date, n: int) -> None:
        due, left = start, n
        while left:
            due += dt.timedelta(days=1)
            left -= COUNTRY.is_working(due)

        assert COUNTRY.add(start, n).day == due
        assert COUNTRY.between(start, due) == n
        assert COUNTRY.between(due, start) == -n


class TestNextWorking:
    def test_gives_a_working_day_itself_and_the_first_after_a_day_off(self) -> None:
        assert COUNTRY.next_working(day("2026-09-20")) == day("2026-09-20")
        assert COUNTRY.next_working(day("2026-10-01")) == day("2026-10-08")


class TestWorkCalendar:
    def test_refuses_days_with_a_gap(self) -> None:
        days = [Day(day("2026-01-05"), True, 1), Day(day("2026-01-07"), True, 2)]

        with pytest.raises(ValueError, match="consecutive"):
            WorkCalendar("", days)
