"""Change the key that seals identifiers, while the site runs (加密密钥轮换): add, reseal, retire."""

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
    look_again,
    ring_file,
    write_ring,
)
from tongban.kernel.sealing.ring import (
    SealingKey as Key,
)
from tongban.kernel.signing.keys import keep

BATCH = 1000
# Called after each batch: the place, how many rows were brought to the new key there so far.
Told = Callable[[str, int], None]


class RotationRefused(Exception):
    """The step cannot be taken now; the line says what to do first."""


def add_sealing_key(*, at: dt.datetime) -> str:
    """Make the next key and hold it beside the one in use, under which everything is still sealed; return its name.

    Raises RotationRefused while another rotation is not over, RingTrouble where the keys are not in a file.
    """
    ring_file()
    held = look_again()
    if len(held.keys) > 1:
        raise RotationRefused("a rotation is under way: run ./tongban reseal, then ./tongban rotate-keys --retire")
    old, new = held.in_use, Key.fresh()
    # First the guard, then the key: no process may write in two forms while nothing picks one of them.
    lay_guards(keep=old.name, drop=new.name)
    write_ring([old, new])
    note_sealing_keys(at=at)
    return new.name


def reseal(*, at: dt.datetime, told: Told = lambda place, rows: None) -> int:
    """Bring every row to the newest key, in batches that may be broken off and taken up; return how many it were.

    From its first moment on all that is written is sealed under the new key. Nobody waits for more than a batch.
    """
    note_sealing_keys(at=at)
    held, newest = look_again(), _newest()
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
    return sum(_reseal_field(field, turned, old, told) for field in _all_sealed())


def retire_sealing_key(*, at: dt.datetime) -> str:
    """Hold the last key no more and return its name; it lies under `retired/` for backups that need it.

    Raises RotationRefused while a single row is sealed under it.
    """
    held, newest = look_again(), _newest()
    if len(held.keys) == 1:
        raise RotationRefused("one key is held, and it is in use: run ./tongban rotate-keys first")
    if held.in_use.name != newest:
        raise RotationRefused("nothing was brought to the new key yet: run ./tongban reseal first")
    old = held.keys[1]
    for field in _all_sealed():
        if next(_pages(field, old, 1), None):
            raise RotationRefused(f"{field.place} still has rows under the key {old.name}: run ./tongban reseal")
    path = ring_file()
    away = path.parent / "retired"
    away.mkdir(mode=0o700, exist_ok=True)
    keep(away / f"{path.name}-{old.name}", f"{old.name} {old.written}\n".encode())
    write_ring([held.in_use])
    SealingKey.objects.filter(name=old.name).update(retired_at=at)
    return old.name


def _all_sealed() -> list[Sealed]:
    return [*sealed_columns(), *sealed_documents()]


def _newest() -> str:
    newest = SealingKey.objects.filter(retired_at=None).order_by("-since", "-pk").first()
    if newest is None:
        raise RingTrouble("the database knows of no key: run ./tongban migrate")
    return newest.name


def _reseal_field(field: Sealed, held: Ring, old: Key, told: Told) -> int:
    done = 0
    # Rows that somebody holds are passed over, so that nobody waits for us while we wait for them.
    while True:
        for batch in _pages(field, old, BATCH, locked=True):
            _write(field, [(key, _turned(field, held, stored), stored) for key, stored in batch])
            done += len(batch)
            told(field.place, done)
        if next(_pages(field, old, 1), None) is None:
            return done
        time.sleep(0.2)


def _turned(field: Sealed, held: Ring, stored: str) -> str:
    if isinstance(field, SealedJSONField):
        return field.turned(stored)
    return held.in_use.seal(held.open(stored, field.place), field.place)


def _pages(field: Sealed, old: Key, size: int, *, locked: bool = False) -> Iterator[list[tuple[Any, str]]]:
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
