"""Repair a record of credit, once what it blames was put right."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.credit.models import Record
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound, Refusal
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor, DutyKind

LONGEST_REASON = 1000


class TooEarlyToRepair(Refusal):
    """The shortest time of publicity is not over (信用修复管理办法)."""


class AlreadyRepaired(Refusal):
    """The record was repaired before."""


@transaction.atomic
def repair(*, record_id: int, reason: str, actor: Actor, at: dt.datetime) -> int:
    """End what a record excludes from, and return its id; it stays readable for its subject, marked as repaired.

    Raises NotYours for others than administrators, NotFound, BadInput without a reason, TooEarlyToRepair,
    AlreadyRepaired.
    """
    if not actor.authorities(DutyKind.ADMINISTRATOR):
        raise NotYours(_("信用修复由系统管理员登记"))
    found = Record.objects.select_for_update().filter(pk=record_id).first()
    if found is None:
        raise NotFound(_("没有这条信用记录"))
    if not reason.strip():
        raise BadInput({"reason": _("请写明修复的理由，例如已经纠正的事实")})
    if found.repaired_at is not None:
        raise AlreadyRepaired(_("这条信用记录已经修复"))
    if day_of(at) < found.repairable_on:
        raise TooEarlyToRepair(_("最短公示期未满，%(day)s 起可以修复") % {"day": found.repairable_on.isoformat()})
    found.repaired_at, found.repair_reason = at, reason.strip()[:LONGEST_REASON]
    found.save(update_fields=["repaired_at", "repair_reason"])
    return int(found.pk)
