"""Count a password that is about to be tried, and refuse it where too many were wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import Refusal
from tongban.kernel.queries import parameter
from tongban.parties.queries.logins import accounts_of_login
from tongban.parties.rules.logins import plain_login


class SignInLocked(Refusal):
    """Too many passwords were wrong; until `until` none is looked at, right or wrong."""

    leaves = True

    def __init__(self, until: dt.datetime, at: dt.datetime) -> None:
        minutes = max(1, math.ceil((until - at).total_seconds() / 60))
        super().__init__(
            _(
                "密码输错的次数太多，请在 %(minutes)s 分钟后再试，或者换一种方式登录；"
                "忘了可以点“忘记密码？”，换一个新的。"
            )
            % {"minutes": minutes}
        )
        self.until = until


@dataclass(frozen=True, slots=True)
class Tried:
    """A try that may be made: of which subjects, and which accounts it locks when it fails, until when."""

    subjects: tuple[str, ...]
    locks: dict[int, dt.datetime]


def note_try(*, login: str, address: str, session_account_id: int | None, at: dt.datetime) -> Tried:
    """Count a try of a login from an address, before the password is looked at, so that many at once are no more.

    A try within an open session of the account (`session_account_id`), where a password is asked again, is counted
    by itself: what strangers do to the account does not shut it. A login that no account has is counted like one that
    has: nobody learns which there are. Raises SignInLocked.
    """
    limits: dict[str, int] = {}
    accounts: dict[str, int] = {}
    for account_id in accounts_of_login(login):
        subject = f"session:{account_id}" if account_id == session_account_id else f"account:{account_id}"
        limits[subject], accounts[subject] = int(parameter("sign_in_tries")), account_id
    if not limits:
        limits[f"name:{_hidden(plain_login(login))}"] = int(parameter("sign_in_tries"))
    if address and not any(subject.startswith("session:") for subject in limits):
        limits[f"address:{_hidden(address)}"] = int(parameter("sign_in_tries_of_address"))
    rows = _counted(limits, accounts, dt.timedelta(minutes=parameter("sign_in_lock_minutes")), at)
    shut = [until for subject, tries, until in rows if until is not None and tries > limits[subject]]
    if shut:
        raise SignInLocked(max(shut), at)
    begun = {accounts[subject]: until for subject, _tries, until in rows if until is not None and subject in accounts}
    return Tried(tuple(limits), begun)


def _hidden(what: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), what.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def _counted(
    limits: dict[str, int], accounts: dict[str, int], lasts: dt.timedelta, at: dt.datetime
) -> Sequence[tuple[str, int, dt.datetime | None]]:
    """Count one more of each subject and return their tries, and until when they are shut."""
    subjects = sorted(limits)  # in one order, or two that count the same might wait for each other
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "subjects": subjects,
                "limits": [limits[each] for each in subjects],
                "accounts": [accounts.get(each) for each in subjects],
                "at": at,
                "past": at - lasts,
                "until": at + lasts,
            },
        )
        rows: Sequence[tuple[str, int, dt.datetime | None]] = cursor.fetchall()
    return rows


# Whoever is shut goes on being counted and stays shut no longer; what is long past begins anew.
_COUNT = """
WITH told AS (
    SELECT * FROM unnest(%(subjects)s::text[], %(limits)s::int[], %(accounts)s::bigint[]) AS t (subject, most, account)
)
INSERT INTO parties_signinlock AS held (subject, account_id, tries, tried_at, locked_until)
SELECT subject, account, 1, %(at)s::timestamptz,
       CASE WHEN most <= 1 THEN %(until)s::timestamptz END
  FROM told ORDER BY subject
ON CONFLICT (subject) DO UPDATE SET
    tries = CASE WHEN held.locked_until > EXCLUDED.tried_at THEN held.tries + 1
                 WHEN held.locked_until IS NOT NULL OR held.tried_at < %(past)s::timestamptz THEN 1
                 ELSE held.tries + 1 END,
    tried_at = EXCLUDED.tried_at,
    locked_until = CASE
        WHEN held.locked_until > EXCLUDED.tried_at THEN held.locked_until
        WHEN held.locked_until IS NOT NULL OR held.tried_at < %(past)s::timestamptz
            THEN EXCLUDED.locked_until
        WHEN held.tries + 1 >= (SELECT most FROM told WHERE told.subject = held.subject)
            THEN %(until)s::timestamptz
    END
RETURNING subject, tries, locked_until
"""
