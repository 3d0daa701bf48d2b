"""Whose a login is, and which accounts are locked."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from django.db.models import Q, Value
from django.db.models.functions import Lower, Upper
from django.db.models.lookups import In

from tongban.parties.models import Account, SignInLock
from tongban.parties.queries.authorities import operator_id
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.logins import plain_login
from tongban.parties.rules.views import SignInLockView


def accounts_of_login(login: str) -> list[int]:
    """Return the accounts that a typed login may mean, by name or e-mail, however it is written; mostly one or none.

    Whoever can sign in by a login is among them: the database folds case as it does where sign-in looks for names, in
    capitals, so that ı, ſ or İ make no other name of it. Two look-ups in indexes.
    """
    typed = login.strip()
    written = sorted({typed, typed.lower(), plain_login(login)} - {""})
    names = Q(In(Upper("username"), [Upper(Value(each)) for each in written]))
    names |= Q(In(Lower("email"), [Lower(Value(each)) for each in written])) & ~Q(email="")
    mails = EmailAddress.objects.filter(email__in=written)  # kept in lower case
    found = {*Account.objects.filter(names).values_list("pk", flat=True), *mails.values_list("user_id", flat=True)}
    return sorted(found)


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
        "account__official__authority__name_en",
        "tries",
        "locked_until",
    )
    return [
        SignInLockView(pk, username, official or "", authority or "", authority_en or "", tries, until)
        for pk, username, official, authority, authority_en, tries, until in found
        if until is not None
    ]
