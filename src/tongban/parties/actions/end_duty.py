"""Relieve an official of one duty."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Account, Duty
from tongban.parties.rules.actor import Actor, DutyKind


class DutyOver(Refusal):
    """The duty has ended before."""


@transaction.atomic
def end_duty(*, duty_id: int, actor: Actor, at: dt.datetime) -> None:
    """End one duty at once, by an administrator where it is held or of who employs. Raises NotFound, DutyOver."""
    duty = Duty.objects.select_for_update(of=("self",)).select_related("official").filter(pk=duty_id).first()
    if duty is None or not actor.administers(duty.authority_id, duty.official.authority_id):
        raise NotFound(_("没有这项职责。"))
    day = day_of(at)
    if duty.ends_on is not None and duty.ends_on < day:
        raise DutyOver(_("这项职责已经结束。"))
    duty.ends_on = day - dt.timedelta(days=1)
    duty.save(update_fields=["ends_on"])
    if duty.kind == DutyKind.ADMINISTRATOR:
        others = Duty.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), official_id=duty.official_id, kind=duty.kind
        )
        if not others.exists():
            Account.objects.filter(pk=duty.official.account_id).update(is_staff=False)
    record_event(kind="end_duty", subject=f"official:{duty.official_id}", actor=actor, at=at, duty_id=duty.pk)
