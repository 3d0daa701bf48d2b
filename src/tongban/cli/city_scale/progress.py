"""What is remembered of a filling in the database itself, so that one that was killed goes on where it stopped.

It stands in a schema of its own. A piece of the work is marked in the transaction that does it, and an index is noted
in the transaction that drops it: whatever moment the process dies at, the next one knows both.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

SCHEMA = "city_fill"
_LOCK = 520_100_001
_TABLES = f"""
CREATE SCHEMA IF NOT EXISTS {SCHEMA};
CREATE TABLE IF NOT EXISTS {SCHEMA}.fact (key text PRIMARY KEY, value jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS {SCHEMA}.done (what text PRIMARY KEY);
CREATE TABLE IF NOT EXISTS {SCHEMA}.dropped (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL, of_table text NOT NULL,
    name text NOT NULL, definition text NOT NULL
);
"""


class SomebodyFills(Exception):
    """Another process fills the same database."""


@contextlib.contextmanager
def filling() -> Iterator[None]:
    """Hold the database for one filling: nobody else may fill it meanwhile. Raises SomebodyFills."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if cursor.fetchone() != (True,):
            raise SomebodyFills("another process fills this database")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def began() -> bool:
    """Tell whether a filling was ever begun here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{SCHEMA}.fact"])
        (found,) = cursor.fetchone()
    return bool(found)


def is_half_done() -> bool:
    """Tell whether a filling was begun here and not ended."""
    return began() and not is_done("all")


def fact(key: str, value: Any) -> Any:
    """Return what was settled under the key, after settling it on the value where nothing was."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SCHEMA}.fact VALUES (%s, %s::jsonb) ON CONFLICT DO NOTHING",
            [key, json.dumps(value)],
        )
        cursor.execute(f"SELECT value::text FROM {SCHEMA}.fact WHERE key = %s", [key])
        (found,) = cursor.fetchone()
    return json.loads(found)


def is_done(what: str) -> bool:
    """Tell whether a piece of the work was done."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {SCHEMA}.done WHERE what = %s)", [what])
        (found,) = cursor.fetchone()
    return bool(found)


@contextlib.contextmanager
def once(what: str) -> Iterator[bool]:
    """Open a transaction that does a piece of the work and marks it; yields False where it was done before."""
    with transaction.atomic():
        if is_done(what):
            yield False
            return
        yield True
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {SCHEMA}.done VALUES (%s)", [what])
