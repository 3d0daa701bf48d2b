"""Give a system a new secret."""

from __future__ import annotations

import datetime as dt
import secrets

from allauth.idp.oidc.models import Client
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.parties.actions.record_event import record_event
from tongban.parties.actions.sign_in.register_sign_in_client import IssuedClient
from tongban.parties.models import SignInClient
from tongban.parties.rules.actor import Actor


@transaction.atomic
def renew_sign_in_secret(*, sign_in_client_id: int, actor: Actor, at: dt.datetime) -> IssuedClient:
    """Return a new secret, by an administrator of the authority; the old one counts no more.

    Raises NotFound for a registration that is closed or none of the actor's.
    """
    found = SignInClient.objects.select_related("system").filter(pk=sign_in_client_id, closed_at=None).first()
    if found is None or not actor.administers(found.system.authority_id):
        raise NotFound(_("没有这个登录接入。"))
    secret = secrets.token_urlsafe(32)
    client = Client.objects.select_for_update().get(pk=found.client_id)
    client.set_secret(secret)
    client.save(update_fields=["secret"])
    record_event(kind="renew_sign_in_secret", subject=f"sign_in_client:{found.pk}", actor=actor, at=at)
    return IssuedClient(found.pk, client.id, secret)
