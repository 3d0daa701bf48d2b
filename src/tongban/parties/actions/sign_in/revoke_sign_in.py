"""Take back what a system may know."""

from __future__ import annotations

import datetime as dt

from allauth.idp.oidc.models import Token
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import SignInConsent
from tongban.parties.rules.actor import Actor


@transaction.atomic
def revoke_sign_in(*, consent_id: int, actor: Actor, at: dt.datetime) -> None:
    """End a consent of the actor's account (个人信息保护法 art. 15): the system's tokens for it end at once.

    Raises NotFound for a consent that is over or somebody else's.
    """
    if actor.account_id is None:
        raise NotFound(_("没有这项登录授权，或者已经收回。"))
    mine = SignInConsent.objects.select_for_update(of=("self",)).select_related("client")
    consent = mine.filter(pk=consent_id, account_id=actor.account_id, revoked_at=None).first()
    if consent is None:
        raise NotFound(_("没有这项登录授权，或者已经收回。"))
    consent.revoked_at = at
    consent.save(update_fields=["revoked_at"])
    Token.objects.filter(client_id=consent.client.client_id, user_id=actor.account_id).delete()
    record_event(
        kind="revoke_sign_in",
        subject=f"account:{actor.account_id}",
        actor=actor,
        at=at,
        sign_in_client_id=consent.client_id,
    )
