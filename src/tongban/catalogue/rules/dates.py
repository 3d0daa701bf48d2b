"""Days as forms speak of them: real ones, and those that are so and so far from the day on which somebody applies."""

from __future__ import annotations

import datetime as dt
import re

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
DAY = rf"^(today([+-][0-9]{{1,4}}[dmy])?|{DATE})$"
"""How a form writes a day: `2026-01-31`, `today`, `today-18y`, `today+30d`, `today-6m`."""

_DATE = re.compile(DATE)
_FROM_TODAY = re.compile(r"today(?:([+-][0-9]{1,4})([dmy]))?")


def real_date(text: str) -> bool:
    """Tell whether the text is a day that exists, written YYYY-MM-DD (RFC 3339 full-date)."""
    if not _DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def day_meant(said: str, on: dt.date) -> dt.date | None:
    """Return the day that a form means on a day; None for what is no such day. The 31st of a shorter month is its last.

    What lies beyond the years that there are is the first or the last day of them.
    """
    if real_date(said):
        return dt.date.fromisoformat(said)
    found = _FROM_TODAY.fullmatch(said)
    if found is None:
        return None
    count, unit = int(found[1] or 0), found[2] or "d"
    try:
        if unit == "d":
            return on + dt.timedelta(days=count)
        months = on.year * 12 + on.month - 1 + count * (12 if unit == "y" else 1)
        return _day_in(months, on.day)
    except (OverflowError, ValueError):
        return dt.date.max if count > 0 else dt.date.min


def _day_in(months: int, day: int) -> dt.date:
    year, month = divmod(months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day, last))
