"""End an absence: the official is back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Absence
from tongban.parties.rules.actor import Actor


class AbsenceOver(Refusal):
    """The absence has ended before."""


@transaction.atomic
def end_absence(*, absence_id: int, actor: Actor, at: dt.datetime) -> None:
    """End an absence at once, also one that is still to come; the duties return from the deputy to the official.

    By who is away, or an administrator of the authority that employs them. Raises NotFound, AbsenceOver.
    """
    absence = Absence.objects.select_for_update(of=("self",)).select_related("official").filter(pk=absence_id).first()
    if absence is None or not (
        actor.official_id == absence.official_id or actor.administers(absence.official.authority_id)
    ):
        raise NotFound(_("没有这项离岗登记。"))
    if absence.ended_at is not None or absence.ends_on < day_of(at):
        raise AbsenceOver(_("这次离岗已经结束，不必再办。"))
    absence.ended_at = at
    absence.save(update_fields=["ended_at"])
    record_event(
        kind="end_absence",
        subject=f"official:{absence.official_id}",
        actor=actor,
        at=at,
        absence_id=absence.pk,
        deputy_id=absence.deputy_id,
    )
