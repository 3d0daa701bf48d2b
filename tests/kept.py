"""What the database of the tests holds, kept in memory, so that a city that took its time is loaded once."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection

# Every table of ours but what says how these came to be; a partitioned one is its parts.
_TABLES = """
SELECT c.oid::regclass::text FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'django_migrations' ORDER BY 1
"""
_SEQUENCES = """
SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NOT NULL
"""


class Kept:
    """The rows of all tables as they are now, with where their sequences stand."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_TABLES)
            self._rows = {table: _out(cursor, table) for (table,) in cursor.fetchall()}
            cursor.execute(_SEQUENCES)
            self._sequences: list[tuple[str, int]] = cursor.fetchall()

    def bring_back(self) -> None:
        """Put these rows in the place of whatever is there; call it inside a transaction, as a superuser.

        No trigger runs, and no foreign key is looked after: they were when the rows came about.
        """
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, rows in self._rows.items():
                cursor.execute(f"DELETE FROM {table}")
                if rows:
                    with cursor.copy(f"COPY {table} FROM STDIN") as into:
                        into.write(rows)
            for sequence, last in self._sequences:
                cursor.execute(
                    f"SELECT setval(%s, greatest(%s, (SELECT last_value FROM {sequence})))", [sequence, last]
                )
            cursor.execute("SET LOCAL session_replication_role = origin")
        ContentType.objects.clear_cache()


def can_bring_back() -> bool:
    """Say whether we may: only a superuser can leave triggers out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        return bool(cursor.fetchone() == ("on",))


def _out(cursor: Any, table: str) -> bytes:
    with cursor.copy(f"COPY {table} TO STDOUT") as out:
        return b"".join(out)
