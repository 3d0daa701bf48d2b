"""Random lives of a clock with overlapping pauses and an extension, against counting one day after another."""

import datetime as dt
from importlib import import_module
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matters.test_clocks import national
from tongban.matters.models import Clock, Pause
from tongban.matters.rules.clocks import Span, reckon
from tongban.matters.rules.lamps import FOUR_LAMPS

DAYS = st.dates(dt.date(2004, 1, 5), dt.date(2025, 3, 1))
PAUSES = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 45), st.booleans()), max_size=4)


def after(start: dt.date, days: int) -> dt.date:
    return start + dt.timedelta(days=days)


def walked(start: dt.date, days: int, spans: list[Span]) -> tuple[dt.date, int]:
    """Count one day after another: the last day of the period, and how many working days pauses took out of it."""
    day, left, taken = start, days, 0
    while left:
        day = after(day, 1)
        if not chinese_calendar.is_workday(day):
            continue
        if any(span.start < day <= span.end for span in spans):
            taken += 1
        else:
            left -= 1
    return day, taken


def projected(clocks: list[Clock], pauses: list[Pause], on: dt.date) -> tuple[dict[str, Any], list[str]]:
    """Return what the engine says of the matter, and the kinds of the clocks that it sets right."""
    project = import_module("tongban.matters.actions.project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(project, "calendar_of", lambda region: national())
        patch.setattr(project, "warning_rule", lambda region, on: FOUR_LAMPS)
        values, stale = project.projection(clocks, pauses, "", on)
    return values, [clock.kind for clock, _days in stale]


class TestPauses:
    @settings(max_examples=150, deadline=None)
    @given(start=DAYS, days=st.integers(1, 45), pauses=PAUSES)
    def test_count_each_day_once_however_many_causes_share_it(
        self, start: dt.date, days: int, pauses: list[tuple[int, int, bool]]
    ) -> None:
        spans = [Span(after(start, begin), after(start, begin + length)) for begin, length, _open in pauses]

        found = reckon(national(), start=start, days=days, pauses=spans)

        due, taken = walked(start, days, spans)
        assert found.due.day == due
        # What falls behind the last day takes nothing out; what reaches beyond it may be counted as far as it goes.
        assert found.excluded >= taken
        assert reckon(national(), start=start, days=days, pauses=[*spans, *spans]) == found


class TestExtensions:
    @settings(max_examples=150, deadline=None)
    @given(
        start=DAYS,
        days=st.integers(1, 45),
        more=st.integers(1, 15),
        pauses=PAUSES,
        step_days=st.integers(1, 20),
    )
    def test_add_to_the_days_that_pauses_leave(
        self,
        start: dt.date,
        days: int,
        more: int,
        pauses: list[tuple[int, int, bool]],
        step_days: int,
    ) -> None:
        clocks = [
            Clock(kind="legal", started_on=start, days=days, pausable=True, due_on=start),
            Clock(kind="step", subject="one", started_on=start, days=step_days, pausable=True, due_on=start),
            Clock(kind="delivery", started_on=start, days=days + 60, pausable=False, due_on=start),
        ]
        rows = [
            Pause(
                kind=str(place),
                started_on=after(start, begin),
                expected_end_on=after(start, begin + length),
                ended_on=None if is_open else after(start, begin + length),
            )
            for place, (begin, length, is_open) in enumerate(pauses)
        ]
        spans = [Span(row.started_on, row.expected_end_on) for row in rows]
        projected(clocks, rows, start)
        before = clocks[0].due_on

        clocks[0].days += more
        values, stale = projected(clocks, rows, start)

        assert before == walked(start, days, spans)[0]
        assert clocks[0].due_on == walked(start, days + more, spans)[0]
        assert clocks[1].due_on == walked(start, step_days, spans)[0]
        assert clocks[2].due_on == walked(start, days + 60, [])[0]
        assert values["due_on"] == min(clocks[0].due_on, clocks[2].due_on)
        assert stale == ["legal"]
        assert values["paused_on"] == min((row.started_on for row in rows if row.ended_on is None), default=None)
