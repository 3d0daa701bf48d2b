"""Bring what is sealed to the newest key (重新加密), while the site runs."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, models, transaction

from tongban.kernel.actions.note_sealing_keys import note_sealing_keys
from tongban.kernel.models import SealingKey
from tongban.kernel.sealing.fields import Sealed, SealedCharField, SealedJSONField
from tongban.kernel.sealing.guard import lay_guards, sealed_columns, sealed_documents
from tongban.kernel.sealing.ring import (
    LOOKS_EVERY_SECONDS,
    MARK,
    Ring,
    RingTrouble,
    RotationRefused,
    look_again,
    write_ring,
)
from tongban.kernel.sealing.ring import SealingKey as Key

BATCH = 1000
# Called after each batch: the place, how many rows were brought to the new key there so far.
Told = Callable[[str, int], None]


def reseal(*, at: dt.datetime, told: Told = lambda place, rows: None) -> int:
    """Bring every row to the newest key, in batches that may be broken off and taken up; return how many it were.

    From its first moment on all that is written is sealed under the new key. Nobody waits for more than a batch.
    """
    note_sealing_keys(at=at)
    held, newest = look_again(), newest_key()
    if len(held.keys) == 1:
        return 0
    new = held.named(newest)
    if new is None:
        raise RotationRefused(f"the newest key {newest} is not held here")
    old = next(key for key in held.keys if key is not new)
    if held.in_use is not new:
        lay_guards(keep=new.name, drop=old.name)
        write_ring([new, old])
        # Documents have no guard: let every process on this machine follow before they are gone through.
        time.sleep(LOOKS_EVERY_SECONDS)
    turned = Ring((new, old))
    return sum(_reseal_field(field, turned, old, told) for field in all_sealed())


def all_sealed() -> list[Sealed]:
    """Return every column that is sealed or in which something may be."""
    return [*sealed_columns(), *sealed_documents()]


def newest_key() -> str:
    """Return the name of the key that was added last. Raises RingTrouble where the database knows of none."""
    newest = SealingKey.objects.filter(retired_at=None).order_by("-since", "-pk").first()
    if newest is None:
        raise RingTrouble("the database knows of no key: run ./tongban migrate")
    return newest.name


def _reseal_field(field: Sealed, held: Ring, old: Key, told: Told) -> int:
    done = 0
    # Rows that somebody holds are passed over, so that nobody waits for us while we wait for them.
    while True:
        for batch in pages_under(field, old, BATCH, locked=True):
            _write(field, [(key, _turned(field, held, stored), stored) for key, stored in batch])
            done += len(batch)
            told(field.place, done)
        if next(pages_under(field, old, 1), None) is None:
            return done
        time.sleep(0.2)


def _turned(field: Sealed, held: Ring, stored: str) -> str:
    if isinstance(field, SealedJSONField):
        return field.turned(stored)
    return held.in_use.seal(held.open(stored, field.place), field.place)


def pages_under(field: Sealed, old: Key, size: int, *, locked: bool = False) -> Iterator[list[tuple[Any, str]]]:
    """Yield the rows under the old key by their primary key; each page in a transaction that ends with its use."""
    table, column, key = _names(field)
    wanted = f"{column} ^@ %s" if isinstance(field, SealedCharField) else f"strpos({column}::text, %s) > 0"
    sql = (
        f"SELECT {key}, {column}::text FROM {table} WHERE {key} > %s AND {wanted} ORDER BY {key} LIMIT {size}"
        f"{' FOR UPDATE SKIP LOCKED' if locked else ''}"
    )
    last = -1
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(sql, [last, f"{MARK}{old.name}."])
                page = cursor.fetchall()
            if not page:
                return
            yield page
        last = page[-1][0]


def _write(field: Sealed, rows: list[tuple[Any, str, str]]) -> None:
    table, column, key = _names(field)
    kind = "text" if isinstance(field, SealedCharField) else "jsonb"
    keys, fresh, _stored = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS r SET {column} = v.fresh::{kind}"
            f" FROM unnest(%s::bigint[], %s::text[]) AS v (key, fresh) WHERE r.{key} = v.key",
            [list(keys), list(fresh)],
        )


def _names(field: Sealed) -> tuple[str, str, str]:
    quoted = connection.ops.quote_name
    model: type[models.Model] = field.model
    return quoted(model._meta.db_table), quoted(str(field.column)), quoted(str(model._meta.pk.column))
