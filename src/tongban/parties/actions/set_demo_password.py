"""Let the accounts of a demonstration be signed in to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import Refusal
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Account
from tongban.parties.rules.actor import SYSTEM


class NotADemonstration(Refusal):
    """Accounts with a known password exist in a demonstration only."""


@transaction.atomic
def set_demo_password(*, usernames: Sequence[str], password: str, at: dt.datetime) -> int:
    """Set one known password for the accounts; return how many were changed. Raises NotADemonstration.

    Runs in a demonstration only (TONGBAN_DEMO=1). Accounts that have the password already are left alone.
    """
    if not settings.DEMO:
        raise NotADemonstration(_("只有演示环境（TONGBAN_DEMO=1）可以设置公开的演示密码。"))
    kept = dict(Account.objects.filter(username__in=usernames).values_list("username", "password"))
    right: dict[str, bool] = {stored: check_password(password, stored) for stored in set(kept.values())}
    wrong = [username for username, stored in kept.items() if not right[stored]]
    if not wrong:
        return 0
    # One hash for all: the password is public, and a hash each takes a third of a second.
    Account.objects.filter(username__in=wrong).update(password=make_password(password))
    record_event(kind="set_demo_password", subject="account:demo", actor=SYSTEM, at=at, accounts=len(wrong))
    return len(wrong)
