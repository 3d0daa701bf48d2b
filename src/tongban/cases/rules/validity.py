"""How long a result is valid."""

import calendar
import datetime as dt

ONE_DAY = dt.timedelta(days=1)
Validity = tuple[dt.date | None, dt.date | None]


def months_after(day: dt.date, months: int | None) -> dt.date | None:
    """Return the last day of a validity of `months` that begins on `day`; None where it has no end.

    Three months from 9 March end on 8 June; where the month has no such day, on its last.
    """
    if not months:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last)) - dt.timedelta(days=1 if day.day <= last else 0)


def validity_for(
    purpose: str,
    on: dt.date,
    months: int | None,
    *,
    old_from: dt.date | None = None,
    old_until: dt.date | None = None,
) -> Validity:
    """Return the first and the last day of what is granted on a day; the last is None without end, both for nothing.

    A renewal is counted from the end of the old validity, so that no day is lost and none is without a licence; a
    change keeps the old end; a reissue is valid exactly as what was lost.
    """
    if purpose == "surrender":
        return None, None
    if purpose == "reissue":
        return old_from, old_until
    if purpose == "change":
        return on, old_until
    if purpose == "renewal" and old_until is not None:
        begin = old_until + ONE_DAY
        return min(on, begin), months_after(begin, months)
    return on, months_after(on, months)


def applied_in_time(on: dt.date, valid_until: dt.date, days: int) -> bool:
    """Tell whether a renewal is applied for at least so many days before the licence expires (行政许可法 第五十条)."""
    return (valid_until - on).days >= days
