"""Confirm at a window who somebody is, and open an account for who has none."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.outbox import announce
from tongban.parties.actions.mandates.terms import tell
from tongban.parties.actions.record_event import record_event
from tongban.parties.events import CLAIM_ENDED
from tongban.parties.models import AccessToken, Account, Mandate, Person
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.identity import RESIDENT, clean_number, number_problem
from tongban.parties.rules.names import clean_name, name_valid
from tongban.parties.rules.phone import clean_phone, mobile_valid
from tongban.parties.rules.views import VERIFIED


class VerificationUnclear(BadInput):
    """The person cannot be confirmed as written; `errors` says why, field by field."""


def verify_person(
    *,
    id_number: str,
    name: str,
    phone: str,
    username: str,
    email: str,
    actor: Actor,
    at: dt.datetime,
    id_kind: str = RESIDENT,
) -> int:
    """Raise a person's assurance to 2 after a clerk has seen the identity document; return the person's id.

    Who is not known yet becomes known. Who has no account gets one by `username` and `email`, without a password: its
    holder sets one by recovering the account. An account that was registered with this number by its own word, under
    another user name, is not theirs: it is closed, the mandates that it gave or took are revoked, and what it left in
    the person's space and drafts is thrown away. Raises NotFound to who is no clerk, VerificationUnclear.
    """
    if not actor.authorities(DutyKind.CLERK):
        raise NotFound(_("没有这个页面。"))
    id_number, name, phone = clean_number(id_kind, id_number), clean_name(name), clean_phone(phone)
    errors: dict[str, str] = {}
    if problem := number_problem(id_kind, id_number):
        errors["id_number"] = problem
    if not name_valid(name):
        errors["name"] = _("请按身份证件填写姓名。")
    if not mobile_valid(phone):
        errors["phone"] = _("请填写 11 位手机号码。")
    if errors:
        raise VerificationUnclear(errors)
    try:
        with transaction.atomic():
            person, was_told = _confirm(id_kind, id_number, name, phone, email)
            account = Account.objects.filter(person=person).first()
            if account is not None and was_told and account.username != username.strip():
                _close(account, person, actor, at)
                account = None
            account = account or _open_account(username, email, person)
            record_event(
                kind="verify_person",
                subject=f"person:{person.pk}",
                actor=actor,
                at=at,
                opened_account_id=account.pk,
            )
    except IntegrityError as error:
        raise VerificationUnclear({"id_number": _("这个人刚刚由别处登记，请重新查询。")}) from error
    return person.pk


def _confirm(id_kind: str, id_number: str, name: str, phone: str, email: str) -> tuple[Person, bool]:
    """Return the confirmed person, and whether who they are was only told until now."""
    person = Person.objects.select_for_update().filter(id_kind=id_kind, id_number=id_number).first()
    if person is None:
        fresh = Person(id_kind=id_kind, id_number=id_number, name=name, phone=phone, email=email, assurance=VERIFIED)
        fresh.save()
        return fresh, False
    was_told = person.assurance < VERIFIED
    if not was_told and person.name != name:
        raise VerificationUnclear({"name": _("姓名与已核实的身份号码不符，请核对身份证件。")})
    person.name, person.phone, person.assurance = name, phone, max(person.assurance, VERIFIED)
    person.save(update_fields=["name", "phone", "assurance"])
    return person, was_told


def _close(account: Account, person: Person, actor: Actor, at: dt.datetime) -> None:
    _end_mandates(account, person, actor, at)
    account.person, account.is_active = None, False
    account.save(update_fields=["person", "is_active"])
    AccessToken.objects.filter(account=account, revoked_at=None).update(revoked_at=at)
    announce(CLAIM_ENDED, {person.pk: {"at": at.isoformat()}})


def _end_mandates(account: Account, person: Person, actor: Actor, at: dt.datetime) -> None:
    theirs = Q(agent=person) | Q(principal=person) | Q(given_by=account)
    standing = Mandate.objects.select_for_update().filter(theirs, revoked_at=None, declined_at=None)
    for mandate in standing.order_by("pk"):
        mandate.revoked_at, mandate.ended_by = at, Mandate.Side.WINDOW
        mandate.save(update_fields=["revoked_at", "ended_by"])
        side = Mandate.Side.WINDOW.value
        record_event(kind="revoke_mandate", subject=f"mandate:{mandate.pk}", actor=actor, at=at, side=side)
        tell("revoke", mandate)


def _open_account(username: str, email: str, person: Person) -> Account:
    if not email.strip():
        raise VerificationUnclear({"email": _("请填写电子邮箱，设置密码要用到它。")})
    account = Account(
        username=Account.normalize_username(username.strip()),
        email=Account.objects.normalize_email(email.strip()),
        person=person,
    )
    account.set_unusable_password()
    try:
        account.full_clean()
    except ValidationError as error:
        raise VerificationUnclear(
            {field: " ".join(messages) for field, messages in error.message_dict.items()}
        ) from error
    account.save()
    return account
