"""What keeps unique values unique while two keys are in use, in the database itself.

While two keys are held each value is written in both forms. The guard, a trigger on each sealed column, keeps the form
under the key in use and first brings what stands there of the same value to that key, so that the column's own unique
constraint sees it; and it refuses what is written under the other key alone, by a process that lacks the one in use.
It is laid under a lock that lets no writer be halfway. Outside of a rotation its condition never holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import OperationalError, connection, models, transaction

from tongban.kernel.sealing.fields import Sealed, SealedCharField, SealedJSONField, sealed_field
from tongban.kernel.sealing.ring import MARK, ring

ATTEMPTS = 40
_LOCK_MS = 1500


def sealed_columns() -> list[SealedCharField]:
    """Return the columns whose whole value is sealed."""
    return [field for field in _fields() if isinstance(field, SealedCharField)]


def sealed_documents() -> list[SealedJSONField]:
    """Return the columns of documents in which something may be sealed."""
    return [field for field in _fields() if isinstance(field, SealedJSONField)]


def lay_guards(*, keep: str, drop: str) -> None:
    """Keep what is written under one key from now on, and drop the form under the other.

    Takes each table's lock in turn, for a moment, after the writers of the moment; raises OperationalError where a
    table does not come free within a minute.
    """
    for field in sealed_columns():
        _lay(field, keep, drop)


def _lay(field: SealedCharField, keep: str, drop: str) -> None:
    quoted = connection.ops.quote_name
    table, column, key = field.model._meta.db_table, str(field.column), str(field.model._meta.pk.column)
    other = f"{MARK}{drop}."
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = {_LOCK_MS}")
                cursor.execute(f"LOCK TABLE {quoted(table)} IN SHARE ROW EXCLUSIVE MODE")
                # Its name sorts before those of other triggers, which so meet the one form that is kept.
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {quoted(f'_guard_{column}')}"
                    f" BEFORE INSERT OR UPDATE OF {quoted(column)} ON {quoted(table)} FOR EACH ROW"
                    f" WHEN (NEW.{quoted(column)} LIKE '{MARK}%{MARK}%'"
                    f" OR NEW.{quoted(column)} ^@ '{other}')"
                    f" EXECUTE FUNCTION kernel_guard_sealed('{column}', '{key}', '{keep}', '{_unique(field)}')"
                )
                return
        except OperationalError:
            if attempt == ATTEMPTS:
                raise


def _unique(field: SealedCharField) -> str:
    """Return "unique" where the column is part of what may be there once."""
    named = [each for each in field.model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    return "unique" if field.unique or any(field.name in each.fields for each in named) else ""


def _fields() -> Iterator[Sealed]:
    for model in sorted(apps.get_models(), key=lambda each: each._meta.db_table):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, Sealed):
                yield field


def bring_forward(model: type[models.Model], name: str, values: Iterable[str]) -> None:
    """Bring what stands there of some values to the key in use, before a statement that changes what it meets.

    ON CONFLICT DO UPDATE may not touch a row that the guard has just touched for it.
    """
    held = ring()
    if len(held.keys) == 1:
        return
    field = sealed_field(model, name)
    pairs = [forms for value in set(values) if len(forms := field.forms(value)) > 1]
    quoted = connection.ops.quote_name
    table, column = quoted(model._meta.db_table), quoted(str(field.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS r SET {column} = v.kept FROM unnest(%s::text[], %s::text[]) AS v (kept, gone)"
            f" WHERE r.{column} = v.gone",
            [[kept for kept, _gone in pairs], [gone for _kept, gone in pairs]],
        )
