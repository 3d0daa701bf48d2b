"""The only source of time. Rules never read it: doors pass the time in."""

import datetime as dt
import os
import pathlib
from zoneinfo import ZoneInfo

from tongban.kernel.whole_files import keep

ZONE = ZoneInfo("Asia/Shanghai")

# The demo plays weeks of a case in seconds, so its processes share an offset in a file.
# Only the demo names such a file; elsewhere the clock is the machine's.
_OFFSET_FILE = os.environ.get("TONGBAN_DEMO_CLOCK", "")


def now() -> dt.datetime:
    """Return the moment as an aware UTC datetime."""
    moment = dt.datetime.now(dt.UTC)
    return moment + _offset() if _OFFSET_FILE else moment


def today() -> dt.date:
    """Return the day in Asia/Shanghai, the day that deadlines are counted by."""
    return day_of(now())


def day_of(moment: dt.datetime) -> dt.date:
    """Return the Asia/Shanghai day of an aware datetime."""
    return moment.astimezone(ZONE).date()


def set_offset(offset: dt.timedelta) -> None:
    """Shift the demo's clock for every process that shares its file."""
    keep(pathlib.Path(_OFFSET_FILE), str(offset.total_seconds()).encode())


def _offset() -> dt.timedelta:
    try:
        return dt.timedelta(seconds=float(pathlib.Path(_OFFSET_FILE).read_text()))
    except (FileNotFoundError, ValueError):
        return dt.timedelta(0)
