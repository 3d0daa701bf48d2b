"""Make the next key that seals identifiers (加密密钥轮换): the first of three steps, before reseal and retire."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.actions.note_sealing_keys import note_sealing_keys
from tongban.kernel.sealing.guard import lay_guards
from tongban.kernel.sealing.ring import RotationRefused, SealingKey, look_again, ring_file, write_ring


def add_sealing_key(*, at: dt.datetime) -> str:
    """Make the next key and hold it beside the one in use, under which everything is still sealed; return its name.

    Raises RotationRefused while another rotation is not over, RingTrouble where the keys are not in a file.
    """
    ring_file()
    held = look_again()
    if len(held.keys) > 1:
        raise RotationRefused("a rotation is under way: run ./tongban reseal, then ./tongban rotate-keys --retire")
    old, new = held.in_use, SealingKey.fresh()
    # First the guard, then the key: no process may write in two forms while nothing picks one of them.
    lay_guards(keep=old.name, drop=new.name)
    write_ring([old, new])
    note_sealing_keys(at=at)
    return new.name
