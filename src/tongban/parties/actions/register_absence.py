"""Say that an official will be away, and who stands in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Absence, Official
from tongban.parties.rules.absences import Away, Misfit, misfit
from tongban.parties.rules.actor import Actor


class AbsenceUnclear(BadInput):
    """The absence cannot stand as it is written; `errors` says why, field by field."""


@transaction.atomic
def register_absence(
    *,
    official_id: int,
    deputy_id: int,
    starts_on: dt.date,
    ends_on: dt.date,
    reason: str,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Let a deputy hold the official's duties from the first to the last day of an absence; return its id.

    By the official, or by an administrator of the authority that employs them; only the latter may choose a deputy of
    another authority. While it lasts the official holds no duty. A deputy stands in for who is there otherwise: no
    chains, no cycles. Raises NotFound, AbsenceUnclear.
    """
    # Both are locked in one order, so that two absences that would make a chain wait for each other.
    locked = Official.objects.select_for_update(of=("self",)).select_related("account").order_by("pk")
    people = {one.pk: one for one in locked.filter(pk__in=(official_id, deputy_id))}
    official, deputy = people.get(official_id), people.get(deputy_id)
    if official is None or not _may(official, actor):
        raise NotFound(_("没有这位工作人员。"))
    errors: dict[str, str] = {}
    if starts_on < day_of(at):
        errors["starts_on"] = _("开始日期不能早于今天。")
    if ends_on < starts_on:
        errors["ends_on"] = _("截止日期不能早于开始日期。")
    elif not _serves(official, starts_on, ends_on):
        errors["ends_on"] = _("这位工作人员在这段时间不在任。")
    if reason not in Absence.Reason.values:
        errors["reason"] = _("请选择离岗事由。")
    if deputy is None or not _serves(deputy, starts_on, ends_on):
        errors["deputy"] = _("代理人应在这段时间内在任，请另选。")
    elif deputy.authority_id != official.authority_id and not actor.administers(official.authority_id):
        errors["deputy"] = _("代理人应是同一机构的工作人员；跨机构代理请由系统管理员登记。")
    if not errors:
        errors = _misfits(Away(official_id, deputy_id, starts_on, ends_on))
    if errors:
        raise AbsenceUnclear(errors)
    absence = Absence.objects.create(
        official_id=official_id, deputy_id=deputy_id, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    record_event(
        kind="register_absence",
        subject=f"official:{official_id}",
        actor=actor,
        at=at,
        absence_id=absence.pk,
        deputy_id=deputy_id,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
    )
    return absence.pk


def _may(official: Official, actor: Actor) -> bool:
    return actor.official_id == official.pk or actor.administers(official.authority_id)


def _serves(official: Official, first: dt.date, last: dt.date) -> bool:
    lasts = official.active_to is None or official.active_to >= last
    return official.account.is_active and official.active_from <= first and lasts


def _misfits(wanted: Away) -> dict[str, str]:
    touching = Q(official_id__in=(wanted.official_id, wanted.deputy_id)) | Q(deputy_id=wanted.official_id)
    others = Absence.objects.filter(touching, ended_at=None, ends_on__gte=wanted.starts_on)
    told = {
        Misfit.SELF: ("deputy", _("不能由本人代理自己，请另选代理人。")),
        Misfit.AWAY_ALREADY: ("starts_on", _("这段时间已经登记过离岗，请先结束原来的登记。")),
        Misfit.DEPUTY_AWAY: ("deputy", _("所选代理人这段时间也不在岗，请另选。")),
        Misfit.STANDS_IN: ("starts_on", _("这位工作人员这段时间正代理他人，请先为其另定代理人。")),
    }
    found = misfit(wanted, (Away(one.official_id, one.deputy_id, one.starts_on, one.ends_on) for one in others))
    return dict([told[found]]) if found else {}
