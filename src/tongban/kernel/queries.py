"""Reading what the kernel keeps."""

import datetime as dt
import threading
import time
from dataclasses import dataclass

from django.db.models import Max, Q

from tongban.kernel.models import CalendarDay
from tongban.kernel.rules.calendar import CONFIRMED, Day, WorkCalendar

CALENDAR_SECONDS = 30.0

_calendars: dict[str, tuple[float, WorkCalendar]] = {}
_lock = threading.Lock()


class CalendarNotLoaded(Exception):
    """There is no calendar at all: run load_calendar first."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far a region's calendar reaches: the last confirmed day and the last day of any status."""

    confirmed_through: dt.date | None
    last: dt.date | None


def calendar_of(region_code: str = "") -> WorkCalendar:
    """Return the calendar that counts in the region: its own, or else the country's.

    It is kept in the process for 30 seconds. CalendarNotLoaded when there is none.
    """
    kept = _calendars.get(region_code)
    if kept is not None and time.monotonic() - kept[0] < CALENDAR_SECONDS:
        return kept[1]
    with _lock:
        kept = _calendars.get(region_code)
        if kept is not None and time.monotonic() - kept[0] < CALENDAR_SECONDS:
            return kept[1]
        calendar = _read(region_code)
        _calendars[region_code] = (time.monotonic(), calendar)
        return calendar


def forget_calendars() -> None:
    """Drop the calendars kept in this process, after their rows were changed."""
    _calendars.clear()


def calendar_horizon(region_code: str = "") -> Horizon:
    """Return how far the region's own rows reach, for the doctor and the admin."""
    found = CalendarDay.objects.filter(region_code=region_code).aggregate(
        confirmed=Max("day", filter=Q(status=CONFIRMED)), last=Max("day")
    )
    return Horizon(found["confirmed"], found["last"])


def _read(region_code: str) -> WorkCalendar:
    # Most regions have no rows of their own, so both are asked for at once; "" sorts before any region.
    rows = (
        CalendarDay.objects.filter(region_code__in={"", region_code})
        .order_by("region_code", "day")
        .values_list("region_code", "day", "working", "ordinal", "status")
    )
    found: dict[str, list[Day]] = {}
    for region, day, working, ordinal, status in rows:
        found.setdefault(region, []).append(Day(day, working, ordinal, status))
    own = found.get(region_code) or found.get("")
    if not own:
        raise CalendarNotLoaded("工作日历还没有载入，请先运行 ./tongban init 载入城市。")
    return WorkCalendar(region_code if region_code in found else "", own)
