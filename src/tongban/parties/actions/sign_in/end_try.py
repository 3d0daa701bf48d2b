"""Note how a try of a password ended: in vain, which may lock the account, or well, which forgives what was before."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from tongban.kernel.outbox import announce
from tongban.kernel.queries import parameter
from tongban.parties.actions.record_event import record_event
from tongban.parties.actions.sign_in.note_try import Tried
from tongban.parties.events import SIGN_IN_LOCKED
from tongban.parties.models import SignInLock
from tongban.parties.rules.actor import SYSTEM


@transaction.atomic
def end_try_in_vain(*, tried: Tried, at: dt.datetime) -> None:
    """Record each account that this wrong password locked, and announce it, so that its holder is told."""
    for account_id, until in tried.locks.items():
        record_event(kind="lock_sign_in", subject=f"account:{account_id}", actor=SYSTEM, at=at, until=until.isoformat())
        announce(SIGN_IN_LOCKED, {account_id: {"until": until.isoformat()}})


@transaction.atomic
def end_try_well(*, tried: Tried) -> None:
    """Forget what was tried of the account, and of the address this one try: others there may be at guessing still."""
    of_address = [subject for subject in tried.subjects if subject.startswith("address:")]
    SignInLock.objects.filter(subject__in=set(tried.subjects) - set(of_address)).delete()
    here = SignInLock.objects.filter(subject__in=of_address)
    here.update(tries=Greatest(F("tries") - 1, 0))
    here.filter(tries__lt=parameter("sign_in_tries_of_address")).update(locked_until=None)
