"""Write down under which keys a database is sealed, and refuse keys that are not its own."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.models import SealingKey
from tongban.kernel.queries import sealing_keys_not_held
from tongban.kernel.sealing.ring import look_again
from tongban.kernel.secrets import SecretTrouble


class NotOurKeys(SecretTrouble):
    """This installation does not hold the keys of the database; the line says what to do."""


def note_sealing_keys(*, at: dt.datetime) -> None:
    """Add the names of the keys that are held here; raises NotOurKeys where the database was sealed under others."""
    missing = sealing_keys_not_held()
    if missing:
        raise NotOurKeys(
            f"the database is sealed under the key {', '.join(missing)}, which is not held here: copy "
            "keys/sealing-keys from the machine that has it, or from its backup"
        )
    for key in look_again().keys:
        SealingKey.objects.get_or_create(name=key.name, defaults={"since": at})
