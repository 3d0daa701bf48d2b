"""Whose box is whose."""

from __future__ import annotations

from django.db.models import Q

from tongban.parties.rules.actor import Actor


def boxes_of(actor: Actor) -> Q:
    """Return the condition that picks the messages of the actor's person and of the actor's office."""
    own = Q(pk__in=[])
    if actor.person_id is not None:
        own |= Q(recipient_person_id=actor.person_id)
    if actor.official_id is not None:
        own |= Q(recipient_official_id=actor.official_id)
    return own
