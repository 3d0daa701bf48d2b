"""Taking indexes and constraints off tables that are poured full, and giving each back as it was.

What a filled table costs is mostly its indexes and looking up every foreign key row by row; made over the full table
they take a fraction. What was taken is noted in the transaction that takes it (`progress`), and given back one by one,
each with its note, so a filling may be killed at any moment. A constraint that comes back is checked by PostgreSQL over
the whole table. A key on which a table leans that is not poured stays, and so do all triggers: the journal is
append-only at every moment.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from psycopg import sql

from tongban.cli.city_scale.progress import SCHEMA

# Foreign keys first, for keys that are leant on; keys on which another table leans stay.
_FOUND = """
SELECT 'foreign' AS kind, c.relname, k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'f' AND c.relname = ANY(%(tables)s) AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT CASE k.contype WHEN 'p' THEN 'primary' WHEN 'u' THEN 'unique' ELSE 'index' END, c.relname, x.relname,
    pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype <> 'f'
WHERE c.relname = ANY(%(tables)s) AND c.relnamespace = 'public'::regnamespace
    AND (k.oid IS NULL OR k.contype IN ('p', 'u') AND NOT k.condeferrable)
    AND NOT EXISTS (SELECT FROM pg_constraint f JOIN pg_class o ON o.oid = f.conrelid
        WHERE f.contype = 'f' AND f.conindid = i.indexrelid AND o.relname <> ALL(%(tables)s))
ORDER BY kind, 2, 3
"""
_KEYS = {"primary": "PRIMARY KEY", "unique": "UNIQUE"}
# A foreign key that is there again, and not yet checked.
_UNCHECKED = "unchecked"


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


def taken() -> list[str]:
    """List the names of what is not given back yet."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM {SCHEMA}.dropped ORDER BY name")
        return [name for (name,) in cursor.fetchall()]


def give_indexes_back(table: str) -> None:
    """Make every key and index of the table again, each in a transaction; it can be read meanwhile."""
    for place, kind, name, definition in _taken_from(table, *_KEYS, "index"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(definition)
            if kind in _KEYS:
                cursor.execute(
                    sql.SQL("ALTER TABLE {table} ADD CONSTRAINT {name} {key} USING INDEX {name}").format(
                        table=sql.Identifier(table), name=sql.Identifier(name), key=sql.SQL(_KEYS[kind])
                    )
                )
            cursor.execute(f"DELETE FROM {SCHEMA}.dropped WHERE place = %s", [place])


def give_foreign_keys_back(tables: Sequence[str]) -> None:
    """Let the tables have their foreign keys again, which hold for every new row; `check` looks at those there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            for place, _kind, name, definition in _taken_from(table, "foreign"):
                cursor.execute(
                    sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {} NOT VALID").format(
                        sql.Identifier(table), sql.Identifier(name), sql.SQL(definition)
                    )
                )
                cursor.execute(f"UPDATE {SCHEMA}.dropped SET kind = '{_UNCHECKED}' WHERE place = %s", [place])


def check(table: str) -> None:
    """Have PostgreSQL check every row of the table by its foreign keys; other tables can be checked meanwhile."""
    for place, _kind, name, _definition in _taken_from(table, _UNCHECKED):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("ALTER TABLE {} VALIDATE CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
            )
            cursor.execute(f"DELETE FROM {SCHEMA}.dropped WHERE place = %s", [place])


def _taken_from(table: str, *kinds: str) -> list[tuple[int, str, str, str]]:
    """List what is not given back of a table: (place, kind, name, definition), its primary key first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT place, kind, name, definition FROM {SCHEMA}.dropped WHERE of_table = %s AND kind = ANY(%s)"
            " ORDER BY kind <> 'primary', name",
            [table, list(kinds)],
        )
        return list(cursor.fetchall())
