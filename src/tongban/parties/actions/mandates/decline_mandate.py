"""Decline a mandate that the other side proposed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.parties.actions.mandates.terms import MandateOver, held_for_change, tell
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Mandate
from tongban.parties.rules.actor import Actor


@transaction.atomic
def decline_mandate(*, mandate_id: int, actor: Actor, at: dt.datetime) -> None:
    """Decline a mandate that waits for the actor; it was never in force.

    Raises NotFound to strangers, MandateOver when it is over or not the actor's to answer.
    """
    mandate, side = held_for_change(mandate_id, actor)
    accepted = {
        Mandate.Side.PRINCIPAL.value: mandate.principal_accepted_at,
        Mandate.Side.AGENT.value: mandate.agent_accepted_at,
    }
    if side not in accepted or accepted[side] is not None:
        raise MandateOver(_("这个授权不在等您答复。"))
    mandate.declined_at, mandate.ended_by = at, side
    mandate.save(update_fields=["declined_at", "ended_by"])
    record_event(kind="decline_mandate", subject=f"mandate:{mandate.pk}", actor=actor, at=at, side=side)
    tell("decline", mandate)
