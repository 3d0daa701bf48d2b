"""Reading what the kernel keeps."""

import copy
import datetime as dt
import threading
import time
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from tongban.kernel.clock import today
from tongban.kernel.models import CalendarDay, Parameter, SealingKey
from tongban.kernel.rules.calendar import CONFIRMED, Day, WorkCalendar
from tongban.kernel.rules.codes import enclosing
from tongban.kernel.rules.parameters import ParameterValue, in_force
from tongban.kernel.sealing.ring import held_names

CALENDAR_SECONDS = 30.0
PARAMETER_SECONDS = 30.0

_calendars: dict[str, tuple[float, WorkCalendar]] = {}
_parameters: tuple[float, dict[str, list[ParameterValue]]] | None = None
_lock = threading.Lock()


class CalendarNotLoaded(Exception):
    """There is no calendar at all: run load_calendar first."""


class UnknownParameter(Exception):
    """No row of this parameter counts on the day: its key is wrong, or it is missing in parameters.toml."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far a region's calendar reaches: the last confirmed day and the last day of any status."""

    confirmed_through: dt.date | None
    last: dt.date | None


def calendar_of(region_code: str = "") -> WorkCalendar:
    """Return the calendar that counts in the region: its own, or of the nearest division around it, or the country's.

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


def parameter(key: str, region_code: str = "", on: dt.date | None = None) -> Any:
    """Return the value of a parameter that counts in the region on a day, today unless told.

    The row of the nearest division goes before those of the divisions around it and the general one, the newest in
    force counts. Rows are kept in the process for 30 seconds. Raises UnknownParameter.
    """
    day = on or today()
    found = in_force(_rows_of_parameters().get(key, ()), region_code, day)
    if found is None:
        raise UnknownParameter(f"参数 {key} 在 {day} 没有取值，请在 parameters.toml 或后台补上。")
    return copy.deepcopy(found.value) if isinstance(found.value, list | dict) else found.value


def parameters() -> list[ParameterValue]:
    """List every row of every parameter, by key."""
    rows = _rows_of_parameters()
    return [row for key in sorted(rows) for row in rows[key]]


def forget_parameters() -> None:
    """Drop the parameters kept in this process, after their rows were changed."""
    global _parameters
    _parameters = None


def _rows_of_parameters() -> dict[str, list[ParameterValue]]:
    global _parameters
    kept = _parameters
    if kept is None or time.monotonic() - kept[0] >= PARAMETER_SECONDS:
        columns = ParameterValue.__dataclass_fields__
        found: dict[str, list[ParameterValue]] = {}
        for row in Parameter.objects.values(*columns):
            found.setdefault(row["key"], []).append(ParameterValue(**row))
        _parameters = kept = (time.monotonic(), found)
    return kept[1]


def _read(region_code: str) -> WorkCalendar:
    # Few divisions have rows of their own, so all that may have are asked for at once.
    around = enclosing(region_code)
    rows = (
        CalendarDay.objects.filter(region_code__in=around)
        .order_by("region_code", "day")
        .values_list("region_code", "day", "working", "ordinal", "status")
    )
    found: dict[str, list[Day]] = {}
    for region, day, working, ordinal, status in rows:
        found.setdefault(region, []).append(Day(day, working, ordinal, status))
    for division in around:
        if division in found:
            return WorkCalendar(division, found[division])
    raise CalendarNotLoaded("工作日历还没有载入，请先运行 ./tongban init 载入城市。")


def sealing_keys_not_held() -> list[str]:
    """Return the names of the keys that the database may be sealed under and that are not held here; makes none.

    Raises RingTrouble where the keys that are held cannot be read. A database without our tables is sealed under none.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('kernel_sealing_key') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return []
    return sorted(set(SealingKey.objects.filter(retired_at=None).values_list("name", flat=True)) - held_names())
