"""By when an answer would come."""

from __future__ import annotations

import datetime as dt

from tongban.catalogue.rules.enumerations import Instance, Unit
from tongban.catalogue.rules.views import ImplementationView
from tongban.kernel.queries import calendar_of
from tongban.kernel.rules.calendar import CalendarRanOut, Due


def due_if_applied(view: ImplementationView, on: dt.date) -> Due | None:
    """Return the day on which the promised answer is due for an application accepted on `on`.

    The day of acceptance is not counted. An instant item is answered the same day. A limit in calendar days
    that ends on a day off ends on the next working day (民法典 art. 203). None where the working-day calendar
    does not reach so far.
    """
    if view.instance == Instance.INSTANT:
        return Due(on, provisional=False)
    calendar = calendar_of(view.region_code)
    try:
        if view.promised_unit == Unit.WORKING:
            return calendar.add(on, view.promised_days)
        last = calendar.add_days(on, view.promised_days).day
        return Due(calendar.next_working(last), provisional=calendar.is_projected(last))
    except CalendarRanOut:
        return None
