"""Keep what the cases of a day showed, and sum up the year."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from tongban.catalogue.models import Reality
from tongban.catalogue.rules.figures import HALF, NINE_IN_TEN, share_of
from tongban.kernel.clock import day_of

YEAR = dt.timedelta(days=365)

_KEEP = """
INSERT INTO catalogue_figure (implementation_id, day, applied, answered, days, materials, visits)
SELECT implementation.id, %s, told.applied, told.answered, told.days, told.materials, told.visits
FROM jsonb_to_recordset(%s::jsonb) AS told (code text, applied int, answered int, days jsonb, materials int, visits int)
JOIN catalogue_implementation AS implementation ON implementation.task_code = told.code
ON CONFLICT (implementation_id, day) DO UPDATE SET applied = excluded.applied, answered = excluded.answered,
    days = excluded.days, materials = excluded.materials, visits = excluded.visits
"""
_SUMS = """
SELECT implementation_id, sum(applied), sum(answered), sum(materials), sum(visits) FROM catalogue_figure
WHERE day > %s AND day <= %s GROUP BY implementation_id
"""
_DAYS = """
SELECT implementation_id, counted.key::int, sum(counted.value::int)
FROM catalogue_figure, jsonb_each_text(days) AS counted
WHERE day > %s AND day <= %s GROUP BY 1, 2
"""


def keep_figures(*, day: dt.date, figures: Sequence[Mapping[str, Any]]) -> int:
    """Keep what a day showed of some items, in the place of what was kept of it before; return how many were kept.

    Each of the figures has `code` (实施编码), `applied`, `answered`, `days` ({"3": 5}), `materials` and `visits`. Items
    that are not here are passed over. The figures are absolute, so that telling them again changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [day, json.dumps(list(figures))])
        return int(cursor.rowcount)


@transaction.atomic
def sum_figures(*, at: dt.datetime) -> int:
    """Work out what the last twelve months showed of each item, and return of how many; run it as often as wished."""
    until = day_of(at)
    span = [until - YEAR, until]
    histograms: dict[int, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, span)
        for implementation_id, days, count in cursor.fetchall():
            histograms.setdefault(implementation_id, {})[days] = count
        cursor.execute(_SUMS, span)
        sums = cursor.fetchall()
    rows = [
        Reality(
            implementation_id=implementation_id,
            until=until,
            applied=applied,
            answered=answered,
            days=histograms.get(implementation_id, {}),
            median_days=share_of(histograms.get(implementation_id, {}), HALF),
            p90_days=share_of(histograms.get(implementation_id, {}), NINE_IN_TEN),
            materials=materials,
            visits=visits,
        )
        for implementation_id, applied, answered, materials, visits in sums
    ]
    Reality.objects.bulk_create(
        rows,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["implementation"],
        update_fields=["until", "applied", "answered", "days", "median_days", "p90_days", "materials", "visits"],
    )
    # What had no case within the year any more shows nothing any more.
    Reality.objects.filter(until__lt=until).delete()
    return len(rows)
