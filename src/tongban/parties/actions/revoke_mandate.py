"""Take a mandate back, at once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Mandate
from tongban.parties.rules.actor import Actor


class MandateOver(Refusal):
    """The mandate was revoked before."""


@transaction.atomic
def revoke_mandate(*, mandate_id: int, actor: Actor, at: dt.datetime) -> None:
    """Revoke a mandate from this moment (民法典 art. 173): its giver may, and its agent may lay it down.

    Raises NotFound to everybody else, MandateOver when it was revoked before.
    """
    mandate = Mandate.objects.select_for_update().filter(pk=mandate_id).first()
    if mandate is None or not _may_end(mandate, actor):
        raise NotFound(_("没有这个授权。"))
    if mandate.revoked_at is not None:
        raise MandateOver(_("这个授权已经撤销，不必再撤。"))
    mandate.revoked_at = at
    mandate.save(update_fields=["revoked_at"])
    record_event(kind="revoke_mandate", subject=f"mandate:{mandate.pk}", actor=actor, at=at)


def _may_end(mandate: Mandate, actor: Actor) -> bool:
    if actor.is_system:
        return True
    if mandate.organisation_id is not None:
        represents = actor.organisations.get(mandate.organisation_id, frozenset()) is None
    else:
        represents = mandate.principal_id == actor.person_id
    return represents or (actor.person_id is not None and mandate.agent_id == actor.person_id)
