"""Let go of the key that sealed identifiers before (停用加密密钥)."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.actions.reseal import all_sealed, newest_key, pages_under
from tongban.kernel.models import SealingKey
from tongban.kernel.sealing.ring import RotationRefused, look_again, ring_file, write_ring
from tongban.kernel.whole_files import keep


def retire_sealing_key(*, at: dt.datetime) -> str:
    """Hold the last key no more and return its name; it lies under `retired/` for backups that need it.

    Raises RotationRefused while a single row is sealed under it.
    """
    held, newest = look_again(), newest_key()
    if len(held.keys) == 1:
        raise RotationRefused("one key is held, and it is in use: run ./tongban rotate-keys --sealing first")
    if held.in_use.name != newest:
        raise RotationRefused("nothing was brought to the new key yet: run ./tongban reseal first")
    old = held.keys[1]
    for field in all_sealed():
        if next(pages_under(field, old, 1), None):
            raise RotationRefused(f"{field.place} still has rows under the key {old.name}: run ./tongban reseal")
    path = ring_file()
    away = path.parent / "retired"
    away.mkdir(mode=0o700, exist_ok=True)
    keep(away / f"{path.name}-{old.name}", f"{old.name} {old.written}\n".encode())
    # First the note, then the key: a database that names a key which is not held lets no process start.
    SealingKey.objects.filter(name=old.name).update(retired_at=at)
    write_ring([held.in_use])
    return old.name
