"""Forget words that found nothing long ago, and those beyond the newest, by night."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from tongban.kernel.clock import day_of
from tongban.kernel.queries import parameter

# Anybody may search for anything: the table must not grow with what they make up.
MOST = 10_000
_FORGET = """
DELETE FROM catalogue_emptysearch WHERE last_at < %s
    OR id NOT IN (SELECT id FROM catalogue_emptysearch ORDER BY last_at DESC, id DESC LIMIT %s)
"""


def sweep_empty_searches(*, at: dt.datetime) -> int:
    """Drop what was last asked longer ago than `empty_search_days`, and all but the newest; return how many."""
    long_ago = at - dt.timedelta(days=parameter("empty_search_days", on=day_of(at)))
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [long_ago, MOST])
        return int(cursor.rowcount)
