"""Take an access token back, at once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import AccessToken
from tongban.parties.rules.actor import Actor


class TokenOver(Refusal):
    """The token was revoked before."""


@transaction.atomic
def revoke_token(*, token_id: int, actor: Actor, at: dt.datetime) -> None:
    """Revoke a token: its owner may, and an administrator of the authority that its owner belongs to.

    Raises NotFound to others, TokenOver when it is over.
    """
    token = (
        AccessToken.objects.select_for_update(of=("self",))
        .select_related("account__official", "client_system")
        .filter(pk=token_id)
        .first()
    )
    own = token is not None and token.account_id is not None and token.account_id == actor.account_id
    if token is None or not (own or actor.administers(_answerable(token))):
        raise NotFound(_("没有这个令牌。"))
    if token.revoked_at is not None:
        raise TokenOver(_("这个令牌已经撤销，不必再撤。"))
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    record_event(kind="revoke_token", subject=f"token:{token.pk}", actor=actor, at=at)


def _answerable(token: AccessToken) -> int | None:
    if token.client_system is not None:
        return token.client_system.authority_id
    official = getattr(token.account, "official", None)
    return None if official is None else official.authority_id
