"""Filling big tables by set-based SQL: without their indexes and triggers meanwhile, in pieces, with a progress bar."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from django.db import connection, models
from psycopg import sql
from tqdm import tqdm

PIECE = 250_000


@contextlib.contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """Take the tables' indexes away, and all triggers of this connection; give them back and analyse at the end.

    Primary keys and what constraints stand on stay. The database's superuser may do so, and no other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename = ANY(%s)"
            " AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)",
            [list(tables)],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        yield
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _name, definition in tqdm(indexes, desc="indexes", leave=False, disable=None):
            cursor.execute(definition)
        for table in tqdm(tables, desc="vacuum", leave=False, disable=None):
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("RESET ALL")


@contextlib.contextmanager
def defaults_of(models: Sequence[type[models.Model]]) -> Iterator[None]:
    """Let the database know what a model puts into the columns that a statement does not name."""
    known = [
        (model._meta.db_table, field.column, field.get_db_prep_save(field.get_default(), connection))
        for model in models
        for field in model._meta.concrete_fields
        if not field.null and not field.primary_key and field.get_default() is not None
    ]
    with connection.cursor() as cursor:
        for table, column, value in known:
            cursor.execute(sql.SQL("ALTER TABLE {} ALTER {} SET DEFAULT {}").format(*_names(table, column), value))
        yield
        for table, column, _value in known:
            cursor.execute(sql.SQL("ALTER TABLE {} ALTER {} DROP DEFAULT").format(*_names(table, column)))


def pour(what: str, statement: str, last: int, **values: object) -> None:
    """Run the statement for the numbers from 1 to `last`, a piece at a time: `%(first)s` to `%(last)s`."""
    with connection.cursor() as cursor, tqdm(total=last, desc=what, unit=" rows", leave=False, disable=None) as bar:
        for first in range(1, last + 1, PIECE):
            until = min(last, first + PIECE - 1)
            cursor.execute(statement, {"first": first, "last": until, **values})
            bar.update(until - first + 1)


def _names(table: str, column: str) -> tuple[sql.Identifier, sql.Identifier]:
    return sql.Identifier(table), sql.Identifier(column)
