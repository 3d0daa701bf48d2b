"""Open an account for a person who comes by the web."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Account, Person
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.identity import RESIDENT, clean_number, number_problem
from tongban.parties.rules.names import clean_name, name_valid
from tongban.parties.rules.phone import clean_phone, mobile_valid


class RegistrationRefused(BadInput):
    """The person cannot open an account like this; `errors` says why, field by field."""


def register_person(
    *,
    username: str,
    email: str,
    password: str,
    name: str,
    id_number: str,
    phone: str,
    at: dt.datetime,
    id_kind: str = RESIDENT,
    source: str = "web",
) -> Account:
    """Register a person and open an account; assurance is 1: nobody has seen the identity document yet.

    Raises RegistrationRefused with an error per field: a number that is none of its kind (`rules.identity`), that has
    an account, or that the register knows without one (its holder is verified at a window, so that no stranger takes
    the identity).
    """
    username = Account.normalize_username(username.strip())
    email = Account.objects.normalize_email(email.strip())
    name, phone = clean_name(name), clean_phone(phone)
    id_number = clean_number(id_kind, id_number)
    errors = _wrong(username, email, password, name, phone) | _taken(id_kind, id_number)
    if errors:
        raise RegistrationRefused(errors)
    try:
        with transaction.atomic():
            person = Person.objects.create(id_kind=id_kind, id_number=id_number, name=name, phone=phone, email=email)
            account = Account.objects.create_user(username, email, password, person=person)
            record_event(
                kind="register_person",
                subject=f"person:{person.pk}",
                actor=Actor(name=username, account_id=account.pk, person_id=person.pk, source=source),
                at=at,
            )
    except IntegrityError as error:  # somebody registered the same between our look and our write
        raced = _wrong(username, email, password, name, phone) | _taken(id_kind, id_number)
        if not raced:
            raise
        raise RegistrationRefused(raced) from error
    return account


def _wrong(username: str, email: str, password: str, name: str, phone: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    try:
        Account._meta.get_field("username").run_validators(username)
    except ValidationError:
        errors["username"] = _("用户名只能用文字、数字和 @ . + - _，最多 50 个字符。")
    if not username:
        errors["username"] = _("请填写用户名。")
    elif "username" not in errors and Account.objects.filter(username__iexact=username).exists():
        errors["username"] = _("这个用户名已被使用，请换一个。")
    try:
        validate_email(email)
    except ValidationError:
        errors["email"] = _("请填写正确的电子邮箱，找回账号要用到它。")
    if "email" not in errors and Account.objects.filter(email__iexact=email).exists():
        errors["email"] = _("这个邮箱已有账号，请登录或找回账号。")
    try:
        validate_password(password, Account(username=username, email=email))
    except ValidationError as error:
        errors["password"] = " ".join(error.messages)
    if not name_valid(name):
        errors["name"] = _("请按身份证件填写姓名。")
    if not mobile_valid(phone):
        errors["phone"] = _("请填写 11 位手机号码。")
    return errors


def _taken(id_kind: str, id_number: str) -> dict[str, str]:
    if problem := number_problem(id_kind, id_number):
        return {"id_number": problem}
    known = Person.objects.filter(id_kind=id_kind, id_number=id_number)
    if not known.exists():
        return {}
    if known.exclude(account=None).exists():
        return {"id_number": _("该身份号码已有账号，请登录或找回账号。")}
    return {"id_number": _("请带身份证件到政务大厅窗口核实身份后开通账号。")}
