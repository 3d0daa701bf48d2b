"""Let an account sign in by password again before its time is over."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import SignInLock
from tongban.parties.queries.logins import sign_in_locks
from tongban.parties.rules.actor import Actor


@transaction.atomic
def unlock_sign_in(*, sign_in_lock_id: int, actor: Actor, at: dt.datetime) -> None:
    """End the lock of an account, by an administrator who made sure who asks for it; its password stays.

    Raises NotFound for one that the actor may not unlock, or that is over.
    """
    if sign_in_lock_id not in {lock.id for lock in sign_in_locks(actor, at)}:
        raise NotFound(_("没有这个锁定，可能已经到时解除。"))
    lock = SignInLock.objects.select_for_update().get(pk=sign_in_lock_id)
    record_event(kind="unlock_sign_in", subject=f"account:{lock.account_id}", actor=actor, at=at)
    lock.delete()
