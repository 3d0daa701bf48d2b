"""End the service of an official who leaves."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound, Refusal
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Absence, AccessToken, Account, Duty, Official
from tongban.parties.rules.actor import Actor


class ServiceOver(Refusal):
    """The official has left before."""


class SuccessorUnfit(BadInput):
    """The successor named cannot take over: not in service, of another authority, or the same person."""


@transaction.atomic
def end_service(*, official_id: int, successor_id: int | None, actor: Actor, at: dt.datetime) -> None:
    """End an official's service at once: duties end, the account closes, sessions and access tokens die.

    By an administrator of who employs them. What the official held is handed over by the caller, in the same
    transaction; `successor_id` is checked here (in service, same authority) and recorded. Raises NotFound, ServiceOver,
    SuccessorUnfit.
    """
    official = Official.objects.select_for_update(of=("self",)).filter(pk=official_id).first()
    if official is None or not actor.administers(official.authority_id):
        raise NotFound(_("没有这位工作人员。"))
    if official.active_to is not None:
        raise ServiceOver(_("这位工作人员已经离任。"))
    day = day_of(at)
    if successor_id is not None and not (
        Official.objects.filter(
            pk=successor_id,
            authority_id=official.authority_id,
            active_to__isnull=True,
            active_from__lte=day,
            account__is_active=True,
        )
        .exclude(pk=official_id)
        .exists()
    ):
        raise SuccessorUnfit({"successor_id": _("接手人应是同一机构的另一位在任工作人员，请另选。")})
    official.active_to = day
    official.save(update_fields=["active_to"])
    Duty.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), official=official).update(
        ends_on=day - dt.timedelta(days=1)
    )
    # Whom they stood in for hold their duties again themselves.
    Absence.objects.filter(Q(official=official) | Q(deputy=official), ended_at=None).update(ended_at=at)
    Account.objects.filter(pk=official.account_id).update(is_active=False, is_staff=False)
    AccessToken.objects.filter(account_id=official.account_id, revoked_at__isnull=True).update(revoked_at=at)
    _end_sessions(official.account_id)
    record_event(
        kind="end_service",
        subject=f"official:{official.pk}",
        actor=actor,
        at=at,
        successor_id=successor_id,
    )


def _end_sessions(account_id: int) -> None:
    """Delete the account's sessions. They name their owner in the signed data only, so each open one is
    read."""
    owned = [
        session.session_key
        for session in Session.objects.iterator(chunk_size=2000)
        if session.get_decoded().get(SESSION_KEY) == str(account_id)
    ]
    Session.objects.filter(session_key__in=owned).delete()
