"""Reading what cases showed of items."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max

from tongban.catalogue.access import implementations_in_use
from tongban.catalogue.models import Figure, Reality
from tongban.catalogue.rules.figures import Figures, average

YEAR = dt.timedelta(days=365)


def figures_of(code: str, on: dt.date) -> Figures | None:
    """Return what twelve months showed of the item with this 实施编码, None of nothing; one query.

    What was summed up more than a year before `on` says nothing any more.
    """
    found = Reality.objects.filter(implementation__task_code=code, until__gt=on - YEAR).first()
    return None if found is None else view_of(found)


def most_applied(limit: int, on: dt.date) -> list[str]:
    """Return the 实施编码 of the items in use that most people applied for within twelve months; one query."""
    wanted = implementations_in_use().filter(reality__applied__gt=0, reality__until__gt=on - YEAR)
    return list(wanted.order_by("-reality__applied", "pk").values_list("task_code", flat=True)[:limit])


def last_day_told() -> dt.date | None:
    """Return the last day that figures are kept of, None before there are any."""
    found: dt.date | None = Figure.objects.aggregate(last=Max("day"))["last"]
    return found


def view_of(row: Reality) -> Figures:
    """Return a sum as plain values."""
    return Figures(
        until=row.until,
        applied=row.applied,
        answered=row.answered,
        days={int(days): count for days, count in row.days.items()},
        median_days=row.median_days,
        p90_days=row.p90_days,
        materials=average(row.materials, row.answered),
        visits=average(row.visits, row.answered),
    )
