"""Let somebody in whom an outside provider has identified."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import Refusal
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Account, Person
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.identity import number_problem
from tongban.parties.rules.names import name_valid
from tongban.parties.rules.sign_in import OutsideIdentity
from tongban.parties.rules.views import VERIFIED


class OutsideSignInRefused(Refusal):
    """What the provider says does not let anybody in; the reason says what to do."""


def sign_in_from_outside(
    *, provider: str, identity: OutsideIdentity, linked_account_id: int | None, at: dt.datetime
) -> Account:
    """Return the account of the person whom the provider names; who has none gets one, without a password.

    `linked_account_id` is the account that came in with the same subject before: a provider that names another person
    now is refused, and so is one whose name does not fit the number. An account whose holder was only told is not
    handed over: its password is in the hands of whoever opened it. The real-name level is raised, never lowered.
    Raises OutsideSignInRefused.
    """
    _check(identity)
    try:
        with transaction.atomic():
            person, account = _find(identity, linked_account_id)
            opened = account is None
            if account is None:
                account = Account.objects.create_user(f"user-{secrets.token_hex(5)}", person=person)
            if (person.assurance, person.name) != (max(person.assurance, identity.level), identity.name):
                person.assurance, person.name = max(person.assurance, identity.level), identity.name
                person.save(update_fields=["assurance", "name"])
            record_event(
                kind="sign_in_from_outside",
                subject=f"person:{person.pk}",
                actor=Actor(name=account.username, account_id=account.pk, person_id=person.pk),
                at=at,
                provider=provider,
                level=identity.level,
                opened=opened,
                linked=linked_account_id is None,
            )
    except IntegrityError as error:
        raise OutsideSignInRefused(_("同一个人刚刚由别处登记，请重新登录一次。")) from error
    return account


def _check(identity: OutsideIdentity) -> None:
    if not identity.subject or number_problem(identity.id_kind, identity.id_number) or not name_valid(identity.name):
        raise OutsideSignInRefused(_("对方没有给出可以识别的姓名和证件号码，不能用它登录。请用用户名和密码登录。"))
    if identity.level < VERIFIED:
        raise OutsideSignInRefused(_("您在对方的账号还没有实名认证。请先在那里完成实名认证，再用它登录。"))


def _find(identity: OutsideIdentity, linked_account_id: int | None) -> tuple[Person, Account | None]:
    person = Person.objects.select_for_update().filter(id_kind=identity.id_kind, id_number=identity.id_number).first()
    account = Account.objects.filter(person=person).first() if person is not None else None
    if linked_account_id is not None and (account is None or account.pk != linked_account_id):
        raise OutsideSignInRefused(_("对方这次给出的人和上次不是同一个人，没有登录。请联系政务服务大厅核对。"))
    if person is None:
        fresh = Person(id_kind=identity.id_kind, id_number=identity.id_number, name=identity.name)
        fresh.save()
        return fresh, None
    if account is not None and not account.is_active:
        raise OutsideSignInRefused(_("您的账号已停用，请到政务服务大厅窗口核实。"))
    if person.assurance < VERIFIED:
        if account is not None:
            raise OutsideSignInRefused(
                _(
                    "这个证件号码已由一个没有核实身份的账号登记。请带身份证件到政务服务大厅窗口核实，核实后即可用它登录。"
                )
            )
    elif person.name != identity.name:
        raise OutsideSignInRefused(_("对方给出的姓名与本市登记的不一致，没有登录。请带身份证件到大厅窗口核对。"))
    return person, account
