"""Issue an access token to an account or to another system."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import AccessToken, ClientSystem
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.tokens import SCOPES, hash_of, new_token

LONGEST = dt.timedelta(days=366)


class TokenUnclear(BadInput):
    """The token cannot be issued as asked; `errors` says why, field by field."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token just issued; `raw` is shown once and kept nowhere."""

    id: int
    raw: str = field(repr=False)


@transaction.atomic
def issue_token(
    *,
    name: str,
    scopes: Sequence[str],
    expires_at: dt.datetime,
    actor: Actor,
    at: dt.datetime,
    client_system_key: str = "",
) -> IssuedToken:
    """Issue a token for the actor's own account or, by an administrator of the authority answerable for it, for
    a system; it lasts a year at most.

    `scopes` are keys of rules.tokens.SCOPES. Raises TokenUnclear; NotFound for a system that is none of the
    actor's.
    """
    system = None
    if client_system_key:
        system = ClientSystem.objects.filter(key=client_system_key, is_active=True).first()
        if system is None or not actor.administers(system.authority_id):
            raise NotFound(_("没有这个接入系统。"))
    elif actor.account_id is None:
        raise NotFound(_("没有可以签发令牌的账号。"))
    errors: dict[str, str] = {}
    if not 1 <= len(name.strip()) <= 100:
        errors["name"] = _("请给令牌起一个名称，最多 100 个字。")
    if not scopes or not set(scopes) <= set(SCOPES):
        errors["scopes"] = _("请选择令牌的用途：%(scopes)s。") % {"scopes": "、".join(SCOPES)}
    if not at < expires_at <= at + LONGEST:
        errors["expires_at"] = _("有效期应在一年以内。")
    if actor.scopes is not None:
        errors["name"] = _("请登录网页签发令牌，不能用令牌签发令牌。")
    if errors:
        raise TokenUnclear(errors)
    raw = new_token()
    token = AccessToken.objects.create(
        account_id=None if system is not None else actor.account_id,
        client_system=system,
        token_hash=hash_of(raw),
        name=name.strip(),
        scopes=sorted(set(scopes)),
        created_at=at,
        expires_at=expires_at,
    )
    record_event(
        kind="issue_token",
        subject=f"token:{token.pk}",
        actor=actor,
        at=at,
        scopes=token.scopes,
        system=client_system_key,
    )
    return IssuedToken(token.pk, raw)
