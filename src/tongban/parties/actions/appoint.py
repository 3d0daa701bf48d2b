"""Charge an official with duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound, Refusal
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import DUTY_NAMES, Account, Authority, Duty, Official, Window
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.names import clean_name, name_valid
from tongban.parties.rules.separation import first_clash


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A duty to be given: at the official's own authority when none is named."""

    kind: DutyKind
    authority_id: int | None = None
    window_id: int | None = None


class AppointmentUnclear(BadInput):
    """The appointment cannot be made as it is written; `errors` says why, field by field."""


class DutiesKeptApart(Refusal):
    """The official would hold two duties at one authority that different people must hold (受审分离)."""


@transaction.atomic
def appoint(
    *,
    username: str,
    name: str,
    authority_id: int,
    duties: Sequence[NewDuty],
    actor: Actor,
    at: dt.datetime,
    email: str = "",
) -> int:
    """Give duties from today to the holder of an account, making an official of them if need be.

    Returns the official's id. With an e-mail address, an account that is not there yet is opened without a password:
    its holder sets one by recovering the account. By an administrator of each authority named. Raises NotFound,
    AppointmentUnclear, DutiesKeptApart.
    """
    wanted = [(duty.kind, duty.authority_id or authority_id, duty.window_id) for duty in duties]
    if not all(actor.administers(one) for one in {authority_id, *(at_authority for _kind, at_authority, _w in wanted)}):
        raise NotFound(_("没有这个机构。"))
    account = Account.objects.select_for_update(of=("self",)).filter(username=username).first()
    if account is None and email:
        account = _open_account(username, email)
    if account is None or not account.is_active:
        raise AppointmentUnclear({"username": _("没有这个在用的账号；新开账号请填写电子邮箱。")})
    _check(clean_name(name), authority_id, wanted)
    day = day_of(at)
    official, _created = Official.objects.get_or_create(
        account=account,
        defaults={"name": clean_name(name), "authority_id": authority_id, "active_from": day},
    )
    held = list(
        Duty.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), official=official).values_list(
            "kind", "authority_id", "window_id"
        )
    )
    clash = first_clash(
        [(DutyKind(kind), at_authority) for kind, at_authority, _window in held]
        + [(kind, at_authority) for kind, at_authority, _window in wanted]
    )
    if clash is not None:
        names = dict(DUTY_NAMES)
        raise DutiesKeptApart(
            _("同一机构的“%(one)s”与“%(other)s”必须由不同的人担任，请先结束其中一项或另选他人。")
            % {"one": names[clash.one.value], "other": names[clash.other.value]}
        )
    Duty.objects.bulk_create(
        Duty(
            official=official,
            kind=kind.value,
            authority_id=at_authority,
            window_id=window_id,
            starts_on=day,
        )
        for kind, at_authority, window_id in dict.fromkeys(wanted)
        if (kind.value, at_authority, window_id) not in held
    )
    if any(kind is DutyKind.ADMINISTRATOR for kind, _authority, _window in wanted) and not account.is_staff:
        account.is_staff = True
        account.save(update_fields=["is_staff"])
    record_event(
        kind="appoint",
        subject=f"official:{official.pk}",
        actor=actor,
        at=at,
        duties=[[kind.value, at_authority, window_id] for kind, at_authority, window_id in wanted],
    )
    return official.pk


def _open_account(username: str, email: str) -> Account:
    account = Account(username=Account.normalize_username(username), email=email)
    account.set_unusable_password()
    try:
        account.full_clean()
    except ValidationError as error:
        raise AppointmentUnclear(
            {field: " ".join(messages) for field, messages in error.message_dict.items()}
        ) from error
    account.save()
    return account


def _check(name: str, authority_id: int, wanted: Sequence[tuple[DutyKind, int, int | None]]) -> None:
    errors: dict[str, str] = {}
    if not name_valid(name):
        errors["name"] = _("请填写工作人员的姓名。")
    if not wanted:
        errors["duties"] = _("请至少选择一项职责。")
    authorities = {authority_id, *(at_authority for _kind, at_authority, _window in wanted)}
    if Authority.objects.filter(pk__in=authorities).count() != len(authorities):
        errors["authority_id"] = _("没有这个机构。")
    windows = {window for _kind, _authority, window in wanted if window is not None}
    if Window.objects.filter(pk__in=windows).count() != len(windows):
        errors["window_id"] = _("没有这个窗口。")
    if errors:
        raise AppointmentUnclear(errors)
