"""Take down at a window who applies there, from the identity card or the business licence and without an account."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.rules.codes import uscc_valid
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Person
from tongban.parties.queries import party_of_code, person
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.identity import RESIDENT, clean_number, code_of, number_of, number_problem
from tongban.parties.rules.names import clean_name, name_valid
from tongban.parties.rules.phone import clean_phone, mobile_valid
from tongban.parties.rules.views import VERIFIED, PartyView


class EnrolmentUnclear(BadInput):
    """The party cannot be taken down as written; `errors` says why, field by field."""


def enrol_party(
    *, code: str, name: str = "", phone: str = "", id_kind: str = RESIDENT, actor: Actor, at: dt.datetime
) -> PartyView:
    """Return the organisation with the unified code, or the person with the number of a document of the kind.

    A person who is not known yet becomes known by `name` and `phone`, and confirmed, because a clerk has seen the card.
    Who is known must have the name on it, and keeps the assurance that they have: an account opened by a stranger's
    word is confirmed by `verify_person` only. Raises NotFound to who is no clerk, EnrolmentUnclear.
    """
    if not actor.charged_with(DutyKind.CLERK):
        raise NotFound(_("没有这个页面。"))
    name, phone = clean_name(name), clean_phone(phone)
    kind, number = number_of(code) if id_kind == RESIDENT else (id_kind, clean_number(id_kind, code))
    code = code_of(kind, number)
    known = party_of_code(code)
    if known is not None:
        if known.kind == "person" and known.name != name:
            raise EnrolmentUnclear({"name": _("姓名与登记的身份号码不符，请核对身份证件。")})
        return known
    if uscc_valid(code):
        raise EnrolmentUnclear({"code": _("登记库中没有这个单位，请核对统一社会信用代码。")})
    errors: dict[str, str] = {}
    if problem := number_problem(kind, number):
        ours = kind == RESIDENT
        errors["code"] = _("号码不正确，请按身份证或者营业执照核对 18 位号码。") if ours else problem
    if not name_valid(name):
        errors["name"] = _("请按身份证件填写姓名。")
    if not mobile_valid(phone):
        errors["phone"] = _("请填写 11 位手机号码。")
    if errors:
        raise EnrolmentUnclear(errors)
    try:
        with transaction.atomic():
            fresh = Person.objects.create(id_kind=kind, id_number=number, name=name, phone=phone, assurance=VERIFIED)
            record_event(kind="enrol_party", subject=f"person:{fresh.pk}", actor=actor, at=at)
    except IntegrityError as error:
        raise EnrolmentUnclear({"code": _("这个人刚刚由别处登记，请重新查询。")}) from error
    return person(fresh.pk)
