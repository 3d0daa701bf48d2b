"""Write down under which keys a database is sealed, and refuse keys that are not its own."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from tongban.kernel.models import SealingKey
from tongban.kernel.sealing.ring import look_again
from tongban.kernel.secrets import SecretTrouble


class NotOurKeys(SecretTrouble):
    """This installation does not hold the keys of the database; the line says what to do."""


def note_sealing_keys(*, at: dt.datetime) -> None:
    """Add the names of the keys that are held here; raises NotOurKeys where the database was sealed under others."""
    refuse_foreign_keys()
    for key in look_again().keys:
        SealingKey.objects.get_or_create(name=key.name, defaults={"since": at})


def refuse_foreign_keys() -> None:
    """Raise NotOurKeys unless every key that the database may be sealed under is held here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('kernel_sealing_key') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
    known = set(SealingKey.objects.filter(retired_at=None).values_list("name", flat=True))
    missing = sorted(known - {key.name for key in look_again().keys})
    if missing:
        raise NotOurKeys(
            f"the database is sealed under the key {', '.join(missing)}, which is not held here: copy "
            "keys/sealing-keys from the machine that has it, or from its backup"
        )
