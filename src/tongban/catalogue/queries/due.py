"""By when an answer would come."""

from __future__ import annotations

import datetime as dt

from tongban.catalogue.rules.enumerations import Instance, Unit
from tongban.catalogue.rules.steps import ends
from tongban.catalogue.rules.views import ImplementationView
from tongban.kernel.queries import calendar_of
from tongban.kernel.rules.calendar import CalendarRanOut, Due
from tongban.matters.rules.clocks import effective_start, reckon


def due_if_applied(view: ImplementationView, on: dt.date) -> Due | None:
    """Return the day on which the promised answer is due for an application accepted on `on`.

    Counted by the rules that run the case's own clock, so that the guide and the acceptance notice say the same day.
    An instant item is answered the same day. None where the working-day calendar does not reach so far.
    """
    if view.instance == Instance.INSTANT:
        return Due(on, provisional=False)
    calendar = calendar_of(view.region_code)
    try:
        working = view.promised_unit == Unit.WORKING
        start = effective_start(calendar, on) if working else on
        return reckon(calendar, start=start, days=view.promised_days, working=working).due
    except CalendarRanOut:
        return None


def step_days_if_applied(view: ImplementationView, on: dt.date) -> dict[str, Due]:
    """Return by the code of each step the day by which it would be done, for an application accepted on `on`.

    Each step takes its whole limit and begins when those that it waits for have ended. Empty for an item that is
    answered at once, and where the working-day calendar does not reach so far.
    """
    if view.instance == Instance.INSTANT:
        return {}
    calendar = calendar_of(view.region_code)
    try:
        start = effective_start(calendar, on)
        return {code: reckon(calendar, start=start, days=days).due for code, days in ends(view.steps).items()}
    except CalendarRanOut:
        return {}
