"""The same sweep in plain Django: every row is read, its working days are counted, what has turned is written.

Nothing is slower than it need be: the calendar is kept in the process, with its ordinals, rows come and go in batches.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection

from tongban.kernel.queries import calendar_of
from tongban.matters.models import LampChange, Matter

BATCH = 2000
DAY = dt.timedelta(days=1)
_NEEDED = ("pk", "region_id", "due_on", "warn_on", "paused_on")


def sweep(at: dt.datetime, today: dt.date) -> dict[str, int]:
    """Mark what has newly turned and return how many by lamp."""
    found = {"yellow": 0, "red": 0}
    fresh: list[LampChange] = []
    rows = Matter.objects.filter(closed_at=None, due_on__isnull=False).exclude(state="draft").only(*_NEEDED)
    for matter in rows.iterator(BATCH):
        lamp = _lamp(matter, today)
        if lamp:
            found[lamp] += 1
            fresh.append(LampChange(matter=matter, lamp=lamp, due_on=matter.due_on, turned_on=today, noticed_at=at))
        if len(fresh) == BATCH:
            LampChange.objects.bulk_create(fresh, ignore_conflicts=True)
            fresh.clear()
    LampChange.objects.bulk_create(fresh, ignore_conflicts=True)
    return found


def _lamp(matter: Matter, today: dt.date) -> str:
    calendar = calendar_of(matter.region_id)
    remaining = calendar.between(today, matter.due_on)
    if matter.due_on < today:
        return "red"
    if matter.paused_on is not None:
        return ""
    return "yellow" if remaining <= calendar.between(matter.warn_on, matter.due_on) else ""


def forget() -> None:
    """Make the city one that nobody swept before, until this transaction is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matters_lamp_change")
