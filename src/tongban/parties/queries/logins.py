"""Whose a login is, and which accounts are locked."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from tongban.parties.models import Account, SignInLock
from tongban.parties.queries.authorities import operator_id
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.logins import plain_login
from tongban.parties.rules.views import SignInLockView


def accounts_of_login(login: str) -> list[int]:
    """Return the accounts that a typed login may mean, by name or e-mail, however it is written; mostly one or none."""
    wanted = Q(pk__in=[])
    for written in {plain_login(login), login.strip()} - {""}:
        wanted |= Q(username__iexact=written) | Q(email__iexact=written) | Q(emailaddress__email__iexact=written)
    return list(Account.objects.filter(wanted).order_by("pk").values_list("pk", flat=True).distinct())


def holder_of(account_id: int) -> tuple[int | None, int | None]:
    """Return the person and the official who hold an account, None where it is nobody's of the sort."""
    found = Account.objects.filter(pk=account_id).values_list("person_id", "official__pk").first()
    return found or (None, None)


def sign_in_locks(actor: Actor, at: dt.datetime) -> list[SignInLockView]:
    """Return the locked accounts that the actor may unlock, those locked last first, in two queries.

    An administrator sees the accounts of the own authority's officials, one of the platform's operator all of them.
    """
    rows = SignInLock.objects.filter(account__isnull=False, locked_until__gt=at, subject__startswith="account:")
    if not (actor.is_system or actor.administers(operator_id())):
        own = actor.authorities(DutyKind.ADMINISTRATOR)
        rows = rows.filter(account__official__authority_id__in=own)
    found = rows.order_by("-tried_at", "-pk").values_list(
        "pk",
        "account__username",
        "account__official__name",
        "account__official__authority__name",
        "tries",
        "locked_until",
    )
    return [
        SignInLockView(pk, username, official or "", authority or "", tries, until)
        for pk, username, official, authority, tries, until in found
        if until is not None
    ]
