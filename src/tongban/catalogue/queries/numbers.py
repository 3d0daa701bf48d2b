"""Numbers of revisions and reports: from sequences of their own, so that nobody waits for another."""

import datetime as dt

from django.db import connection

from tongban.kernel.clock import day_of


def new_revision_number(at: dt.datetime) -> str:
    """Return the next number of a revision: BG, the day, and a running number."""
    return f"BG{day_of(at):%Y%m%d}{_next('catalogue_revision_number'):06d}"


def new_report_number(at: dt.datetime) -> str:
    """Return the next number of a report of a wrong guide: ZN, the day, and a running number."""
    return f"ZN{day_of(at):%Y%m%d}{_next('catalogue_guide_report_number'):06d}"


def _next(sequence: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        return int(cursor.fetchone()[0])
