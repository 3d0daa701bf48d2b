"""Let a department's system sign people in through us."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from allauth.idp.oidc.models import Client
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import ClientSystem, SignInClient
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.sign_in import ALWAYS, SIGN_IN_SCOPES, redirect_problem

MOST_ADDRESSES = 5
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{1,49}")


class SignInClientUnclear(BadInput):
    """The system cannot be let in as asked; `errors` says why, field by field."""


@dataclass(frozen=True, slots=True)
class IssuedClient:
    """What the system signs in with; `secret` is shown once, only its hash is kept."""

    id: int
    client_id: str
    secret: str = field(repr=False)


def register_sign_in_client(
    *,
    authority_id: int,
    key: str,
    name: str,
    redirect_uris: Sequence[str],
    scopes: Sequence[str],
    actor: Actor,
    at: dt.datetime,
) -> IssuedClient:
    """Register a system of an authority, by that authority's administrator, and return its id and secret.

    `scopes` are what it may ask to know beyond name and level: keys of `rules.sign_in.SIGN_IN_SCOPES`. A system that
    is known by its key already (接入系统) must be the same authority's, and has one registration in force. Raises
    NotFound to who does not administer the authority, SignInClientUnclear.
    """
    if not actor.administers(authority_id):
        raise NotFound(_("没有这个机构。"))
    key, name = key.strip().lower(), name.strip()
    addresses = list(dict.fromkeys(each.strip() for each in redirect_uris if each.strip()))
    system = ClientSystem.objects.filter(key=key).first()
    errors = _wrong(key, name, addresses, scopes)
    if system is not None and (system.authority_id != authority_id or not system.is_active):
        errors["key"] = _("这个系统代号已被使用，请换一个。")
    elif system is not None and SignInClient.objects.filter(system=system, closed_at=None).exists():
        errors["key"] = _("这个系统已经登记，不用再登记；回调地址变了请先停用再登记。")
    if errors:
        raise SignInClientUnclear(errors)
    secret = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            system = system or ClientSystem.objects.create(key=key, name=name, authority_id=authority_id)
            client = Client(name=name, type=Client.Type.CONFIDENTIAL)
            client.set_secret(secret)
            client.set_scopes([each for each in SIGN_IN_SCOPES if each in ALWAYS or each in scopes])
            client.set_redirect_uris(addresses)
            client.set_grant_types([Client.GrantType.AUTHORIZATION_CODE, Client.GrantType.REFRESH_TOKEN])
            client.save()
            registered = SignInClient.objects.create(client=client, system=system, registered_at=at)
            record_event(
                kind="register_sign_in_client",
                subject=f"sign_in_client:{registered.pk}",
                actor=actor,
                at=at,
                system=key,
                scopes=client.get_scopes(),
            )
    except IntegrityError as error:
        raise SignInClientUnclear({"key": _("这个系统代号已被使用，请换一个。")}) from error
    return IssuedClient(registered.pk, client.id, secret)


def _wrong(key: str, name: str, addresses: Sequence[str], scopes: Sequence[str]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not _KEY.fullmatch(key):
        errors["key"] = _("系统代号用 2 至 50 个小写字母、数字和减号。")
    if not 2 <= len(name) <= 100:
        errors["name"] = _("请填写系统名称，2 至 100 个字，办事人会看到它。")
    problems = [problem for each in addresses if (problem := redirect_problem(each))]
    if not 1 <= len(addresses) <= MOST_ADDRESSES:
        errors["redirect_uris"] = _("请填写 1 至 %(most)d 个回调地址，每行一个。") % {"most": MOST_ADDRESSES}
    elif problems:
        errors["redirect_uris"] = problems[0]
    if not set(scopes) <= set(SIGN_IN_SCOPES):
        errors["scopes"] = _("请在列出的内容中选择。")
    return errors
