"""Let a system sign nobody in any more."""

from __future__ import annotations

import datetime as dt

from allauth.idp.oidc.models import Token
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import SignInClient, SignInConsent
from tongban.parties.rules.actor import Actor


class SignInClientOver(Refusal):
    """The registration is closed already."""


@transaction.atomic
def close_sign_in_client(*, sign_in_client_id: int, actor: Actor, at: dt.datetime) -> None:
    """Close a registration, by an administrator of its authority: its tokens end at once, and all consents with it.

    Raises NotFound for one that is none of the actor's, SignInClientOver.
    """
    found = SignInClient.objects.select_for_update(of=("self",)).select_related("system")
    client = found.filter(pk=sign_in_client_id).first()
    if client is None or not actor.administers(client.system.authority_id):
        raise NotFound(_("没有这个登录接入。"))
    if client.closed_at is not None:
        raise SignInClientOver(_("这个登录接入已经停用。"))
    client.closed_at = at
    client.save(update_fields=["closed_at"])
    SignInConsent.objects.filter(client=client, revoked_at=None).update(revoked_at=at)
    Token.objects.filter(client_id=client.client_id).delete()
    record_event(kind="close_sign_in_client", subject=f"sign_in_client:{client.pk}", actor=actor, at=at)
