"""Change the keys that sign documents and licences (密钥轮换), and say in the record that it was done."""

import datetime as dt

from django.db import transaction

from tongban.kernel import signing
from tongban.parties.actions import record_event
from tongban.parties.rules.actor import Actor


@transaction.atomic
def rotate_keys(*, actor: Actor, at: dt.datetime) -> None:
    """Sign with new keys from now on; the event names the certificate that signs no more by its last day of use."""
    record_event(kind="rotate_keys", subject="keys:documents", actor=actor, at=at)
    signing.rotate_keys(at=at)
