"""One at a time writes the outbox, so that what is said last of a thing is the newest."""

from __future__ import annotations

from django.db import connection

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('tongban.catalogue.exchange'))"


def lock() -> None:
    """Let one writer of the outbox wait for another until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
