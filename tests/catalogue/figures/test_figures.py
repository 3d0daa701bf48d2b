"""What cases showed is kept by day, and summed up for the guide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.city import DAY, MONDAY
from tongban.catalogue.actions.keep_figures import keep_figures, sum_figures
from tongban.catalogue.handlers import keep_what_cases_showed
from tongban.catalogue.models import Figure, Implementation, Reality
from tongban.catalogue.queries.figures import figures_of, last_day_told, most_applied
from tongban.catalogue.rules.figures import Figures, share_of

TODAY = MONDAY.date()


def codes() -> list[str]:
    found = Implementation.objects.filter(current__type="01").order_by("task_code")
    return list(found.values_list("task_code", flat=True)[:3])


def told(code: str, **changes: Any) -> dict[str, Any]:
    return {"code": code, "applied": 3, "answered": 2, "days": {"1": 1, "4": 1}, "materials": 5, "visits": 1, **changes}


class TestShareOf:
    @given(st.lists(st.integers(0, 60), min_size=1, max_size=200), st.sampled_from([50, 90, 100]))
    def test_is_what_a_plain_count_gives(self, days: list[int], percent: int) -> None:
        histogram = {each: days.count(each) for each in days}

        found = share_of(histogram, percent)

        plain = next(each for each in sorted(days) if sum(other <= each for other in days) * 100 >= len(days) * percent)
        assert found == plain

    def test_of_nothing_is_none(self) -> None:
        assert share_of({}, 50) is None


class TestKeepFigures:
    def test_keeps_the_last_that_was_told_of_a_day(self) -> None:
        first = codes()[0]
        payload = {"day": TODAY.isoformat(), "figures": [told(first), told("nowhere")]}

        keep_what_cases_showed("cases.figures", 1, payload)
        keep_what_cases_showed("cases.figures", 1, payload)
        keep_figures(day=TODAY, figures=[told(first, applied=9)])

        row = Figure.objects.get()
        assert (row.implementation.task_code, row.day, row.applied, row.days) == (first, TODAY, 9, {"1": 1, "4": 1})
        assert last_day_told() == TODAY


class TestSumFigures:
    def test_sums_up_twelve_months(self, django_assert_num_queries: Any) -> None:
        first, second, _ = codes()
        keep_figures(day=TODAY, figures=[told(first), told(second, applied=1, answered=0, days={}, materials=0)])
        keep_figures(day=TODAY - DAY, figures=[told(first, days={"1": 2})])
        keep_figures(day=TODAY - dt.timedelta(days=365), figures=[told(first, days={"50": 2})])

        sum_figures(at=MONDAY)

        with django_assert_num_queries(1):
            shown = figures_of(first, TODAY)
        assert shown == Figures(TODAY, 6, 4, {1: 3, 4: 1}, 1, 4, 2.5, 0.5)
        assert figures_of(second, TODAY) == Figures(TODAY, 1, 0, {}, None, None, None, None)
        with django_assert_num_queries(1):
            assert most_applied(5, TODAY) == [first, second]
        assert most_applied(1, TODAY) == [first]

    def test_forgets_what_showed_nothing_for_a_year(self) -> None:
        first, *_ = codes()
        keep_figures(day=TODAY, figures=[told(first)])
        sum_figures(at=MONDAY)

        sum_figures(at=MONDAY + dt.timedelta(days=400))

        assert not Reality.objects.exists()
        assert figures_of(first, TODAY) is None
