"""The calendar of 2004 to 2026 against two others that were made from the notices without us."""

import datetime as dt

import chinese_calendar
import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.test_calendar import COUNTRY
from tongban.kernel.rules.calendar import Due

FIRST, LAST = dt.date(2004, 1, 1), dt.date(2026, 12, 31)
DAYS = tuple(FIRST + dt.timedelta(days=n) for n in range((LAST - FIRST).days + 1))
ONE_DAY = dt.timedelta(days=1)

_CHINA = holidays.country_holidays("CN", years=range(FIRST.year, LAST.year + 1))

# Days on which the two differ, and why ours follows which.
DISPUTED = {
    # 国办发明电〔2005〕35号 has this Saturday worked for New Year 2006; chinesecalendar has no day of 2005 for it.
    dt.date(2005, 12, 31): "holidays",
}


def by_chinesecalendar(day: dt.date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def by_holidays(day: dt.date) -> bool:
    return bool(_CHINA.is_working_day(day))


ORACLES = {"chinesecalendar": by_chinesecalendar, "holidays": by_holidays}


class TestEveryDay:
    def test_is_the_same_in_both_but_for_the_disputed(self) -> None:
        assert {day for day in DAYS if by_chinesecalendar(day) != by_holidays(day)} == set(DISPUTED)

    def test_works_as_both_say(self) -> None:
        wrong = [day for day in DAYS if COUNTRY.is_working(day) != ORACLES[DISPUTED.get(day, "chinesecalendar")](day)]

        assert wrong == []

    def test_is_confirmed(self) -> None:
        assert not any(COUNTRY.is_projected(day) for day in DAYS)


def _away_from_disputes(start: dt.date, end: dt.date) -> bool:
    return not any(start < day <= end for day in DISPUTED)


@pytest.mark.parametrize("oracle", ORACLES.values(), ids=list(ORACLES))
class TestLimits:
    @given(start=st.dates(FIRST, dt.date(2026, 6, 30)), n=st.integers(1, 120))
    @settings(max_examples=200, deadline=None)
    def test_end_where_counting_the_others_days_ends(self, oracle: object, start: dt.date, n: int) -> None:
        due, left = start, n
        while left:
            due += ONE_DAY
            left -= oracle(due)  # type: ignore[operator]

        if _away_from_disputes(start, due):
            assert COUNTRY.add(start, n) == Due(due, False)

    @given(start=st.dates(FIRST, LAST), length=st.integers(0, 400))
    @settings(max_examples=200, deadline=None)
    def test_have_as_many_working_days_between(self, oracle: object, start: dt.date, length: int) -> None:
        end = min(start + length * ONE_DAY, LAST)
        counted = sum(oracle(start + n * ONE_DAY) for n in range(1, (end - start).days + 1))  # type: ignore[operator]

        if _away_from_disputes(start, end):
            assert COUNTRY.between(start, end) == counted
            assert COUNTRY.between(end, start) == -counted

    @given(start=st.dates(FIRST, dt.date(2026, 12, 20)))
    def test_begin_on_the_others_next_working_day(self, oracle: object, start: dt.date) -> None:
        found = start
        while not oracle(found):  # type: ignore[operator]
            found += ONE_DAY

        if _away_from_disputes(start - ONE_DAY, found):
            assert COUNTRY.next_working(start) == found
