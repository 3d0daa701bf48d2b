"""Take an authorisation back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Authorisation
from tongban.parties.rules.actor import Actor


class AuthorisationOver(Refusal):
    """The authorisation was revoked before."""


@transaction.atomic
def revoke_authorisation(*, authorisation_id: int, actor: Actor, at: dt.datetime) -> None:
    """Revoke an authorisation from this moment; cases that the other authority has begun stay with it.

    By an administrator of the authority that gave it. Raises NotFound, AuthorisationOver.
    """
    given = Authorisation.objects.select_for_update().filter(pk=authorisation_id).first()
    if given is None or not actor.administers(given.from_authority_id):
        raise NotFound(_("没有这份授权书。"))
    if given.revoked_at is not None:
        raise AuthorisationOver(_("这份授权书已经收回，不必再收。"))
    given.revoked_at = at
    given.save(update_fields=["revoked_at"])
    record_event(kind="revoke_authorisation", subject=f"authorisation:{given.pk}", actor=actor, at=at)
