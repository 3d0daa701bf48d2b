"""Whose box is whose."""

from __future__ import annotations

from django.db.models import Q

from tongban.parties.rules.actor import Actor


def boxes_of(actor: Actor) -> Q:
    """Return the condition that picks the messages of the actor's person and office, deputised offices included."""
    own = Q(pk__in=[])
    if actor.person_id is not None:
        own |= Q(recipient_person_id=actor.person_id)
    if actor.officials:
        own |= Q(recipient_official_id__in=actor.officials)
    return own
