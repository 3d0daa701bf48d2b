"""Let a system know who one is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Account, SignInClient, SignInConsent
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.sign_in import SIGN_IN_SCOPES


@transaction.atomic
def consent_to_sign_in(*, client_id: str, scopes: Iterable[str], actor: Actor, at: dt.datetime) -> None:
    """Keep what the actor's account lets the system know from now on (个人信息保护法 art. 23).

    What was agreed to before stays; the same again leaves no second trace. Raises NotFound for a system that may not
    sign people in.
    """
    client = SignInClient.objects.filter(client_id=client_id, closed_at=None, system__is_active=True).first()
    if client is None or actor.account_id is None:
        raise NotFound(_("没有这个登录接入。"))
    asked = {each for each in scopes if each in SIGN_IN_SCOPES}
    Account.objects.select_for_update().get(pk=actor.account_id)
    kept = SignInConsent.objects.filter(client=client, account_id=actor.account_id, revoked_at=None).first()
    if kept is not None and asked <= set(kept.scopes):
        return
    if kept is not None:
        kept.scopes = sorted(asked | set(kept.scopes))
        kept.save(update_fields=["scopes"])
    else:
        kept = SignInConsent.objects.create(
            client=client, account_id=actor.account_id, scopes=sorted(asked), given_at=at
        )
    record_event(
        kind="consent_to_sign_in",
        subject=f"account:{actor.account_id}",
        actor=actor,
        at=at,
        sign_in_client_id=client.pk,
        scopes=kept.scopes,
    )
