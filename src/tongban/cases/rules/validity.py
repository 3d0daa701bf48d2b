"""How long a result is valid."""

import calendar
import datetime as dt


def months_after(day: dt.date, months: int | None) -> dt.date | None:
    """Return the last day of a validity of `months` that begins on `day`; None where it has no end.

    Three months from 9 March end on 8 June; where the month has no such day, on its last.
    """
    if not months:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last)) - dt.timedelta(days=1 if day.day <= last else 0)
