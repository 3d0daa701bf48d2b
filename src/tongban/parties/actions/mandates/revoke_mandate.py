"""Take a mandate back, at once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tongban.parties.actions.mandates.terms import held_for_change, tell
from tongban.parties.actions.record_event import record_event
from tongban.parties.rules.actor import Actor


@transaction.atomic
def revoke_mandate(*, mandate_id: int, actor: Actor, at: dt.datetime) -> None:
    """Revoke a mandate from this moment (民法典 art. 173): its giver may, and its agent may lay it down.

    So may who proposed one that nobody answered yet. Raises NotFound to everybody else, MandateOver when it was
    declined or revoked before.
    """
    mandate, side = held_for_change(mandate_id, actor)
    mandate.revoked_at, mandate.ended_by = at, side
    mandate.save(update_fields=["revoked_at", "ended_by"])
    record_event(kind="revoke_mandate", subject=f"mandate:{mandate.pk}", actor=actor, at=at, side=side)
    tell("revoke", mandate)
