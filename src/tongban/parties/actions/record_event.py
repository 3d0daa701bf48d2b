"""Leave a trace of what was done to a party."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tongban.parties.models import PartyEvent
from tongban.parties.rules.actor import Actor


def record_event(*, kind: str, subject: str, actor: Actor, at: dt.datetime, **facts: Any) -> None:
    """Append an event, inside the transaction of what it tells about.

    `subject` is "table:id". `facts` are ids, codes and dates, never personal data: events outlive what they
    name.
    """
    if actor.account_id is not None:
        facts["account_id"] = actor.account_id
    if actor.client_system_id is not None:
        facts["client_system_id"] = actor.client_system_id
    PartyEvent.objects.create(kind=kind, subject=subject, actor_name=actor.name, at=at, facts=facts)
