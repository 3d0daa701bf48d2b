"""Forget wrong passwords that count no more."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from tongban.kernel.queries import parameter
from tongban.parties.models import SignInLock


def sweep_sign_in_locks(*, at: dt.datetime) -> int:
    """Remove what is as long past as a lock lasts, and is not locked; return how many."""
    past = at - dt.timedelta(minutes=parameter("sign_in_lock_minutes"))
    over = Q(locked_until=None) | Q(locked_until__lte=at)
    return SignInLock.objects.filter(over, tried_at__lt=past).delete()[0]
