"""Taking indexes and constraints off tables that are poured full, and giving each back as it was.

What a filled table costs is mostly its indexes and looking up every foreign key row by row; made over the full table
they take a fraction. What was taken is noted in the transaction that takes it (`progress`), and given back one by one,
each with its note, so a filling may be killed at any moment. A constraint that comes back is checked by PostgreSQL over
the whole table. Primary keys stay, and so do all triggers: the journal is append-only at every moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import connection, transaction
from psycopg import sql

from tongban.cli.city_scale.progress import SCHEMA

# Indexes without a constraint of their own, unique constraints that no foreign key leans on, and foreign keys.
_FOUND = """
SELECT 'index', c.relname, x.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
WHERE c.relname = ANY(%(tables)s) AND c.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
UNION ALL
SELECT CASE k.contype WHEN 'u' THEN 'unique' ELSE 'foreign' END, c.relname, k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relname = ANY(%(tables)s) AND c.relnamespace = 'public'::regnamespace AND (k.contype = 'f' OR k.contype = 'u'
    AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = k.conindid))
ORDER BY 2, 3
"""
_ORDER = "CASE kind WHEN 'unique' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, of_table, name"


@transaction.atomic
def make_bare(tables: Sequence[str]) -> None:
    """Take all of it off the tables; what was taken before is left as it is."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {"tables": list(tables)})
        for kind, table, name, definition in cursor.fetchall():
            cursor.execute(
                f"INSERT INTO {SCHEMA}.dropped (kind, of_table, name, definition) VALUES (%s, %s, %s, %s)",
                [kind, table, name, definition],
            )
            if kind == "index":
                cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
            else:
                cursor.execute(
                    sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
                )


def taken() -> list[tuple[int, str, str, str, str]]:
    """List what is not given back yet, in the order in which it will be: (place, kind, table, name, definition)."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT place, kind, of_table, name, definition FROM {SCHEMA}.dropped ORDER BY {_ORDER}")
        return list(cursor.fetchall())


def give_back(said: Callable[[str], object] = lambda name: None) -> None:
    """Make every index and constraint again, each in a transaction; `said` hears the name before it is made."""
    for place, kind, table, name, definition in taken():
        said(f"{table}.{name}")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            if kind == "index":
                cursor.execute(definition)
            else:
                cursor.execute(
                    sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(sql.Identifier(table), sql.Identifier(name))
                    + sql.SQL(definition)
                )
            cursor.execute(f"DELETE FROM {SCHEMA}.dropped WHERE place = %s", [place])
