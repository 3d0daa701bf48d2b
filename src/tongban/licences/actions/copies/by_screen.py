"""The picture on a holder's screen (亮码): whoever reads it while it is shown receives one copy."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from django.core.signing import BadSignature
from django.core.signing import Signer as TextSigner
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.kernel.queries import parameter
from tongban.licences.access import held
from tongban.licences.actions.copies.make_copy import AuthorisationSpent, CopyView, make_copy
from tongban.licences.actions.copies.users import user_of
from tongban.licences.models import Authorisation, Licence
from tongban.parties.rules.actor import Actor

_SALT = "tongban.licences.screen"


@dataclass(frozen=True, slots=True)
class Screen:
    """What a picture says, and until when; nothing is stored before somebody reads it."""

    token: str
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Told:
    licence_id: int
    account_id: int | None
    ends_at: dt.datetime


def show_screen(*, identifier: str, actor: Actor, at: dt.datetime) -> Screen:
    """Return what the holder's screen shows for `licence_screen_seconds`. Raises NotFound for a stranger."""
    found = Licence.objects.filter(held(actor), identifier=identifier).first()
    if found is None:
        raise NotFound(_("没有找到这份证照"))
    ends_at = at + dt.timedelta(seconds=parameter("licence_screen_seconds", on=day_of(at)))
    told = [found.pk, actor.account_id, int(ends_at.timestamp()), secrets.token_urlsafe(9)]
    return Screen(TextSigner(salt=_SALT).sign_object(told), ends_at)


def screen_name(token: str, at: dt.datetime) -> str:
    """Return which kind of licence a picture is of, for the page that it leads to. Raises AuthorisationSpent."""
    return Licence.objects.get(pk=_read(token, at).licence_id).name


def copy_by_screen(
    *,
    token: str,
    purpose: str,
    user_name: str = "",
    user_code: str = "",
    case_number: str = "",
    actor: Actor,
    at: dt.datetime,
) -> CopyView:
    """Receive the one copy that a picture allows, for the purpose that its reader states.

    Raises AuthorisationSpent when the picture is over or was read before, BadInput, and what make_copy raises.
    """
    told = _read(token, at)
    user = user_of(actor, user_name, user_code)
    with transaction.atomic():
        try:
            with transaction.atomic():
                given = Authorisation.objects.create(
                    licence_id=told.licence_id,
                    way="screen",
                    account_id=told.account_id,
                    purpose=purpose.strip()[:200],
                    user_name=user.name,
                    user_code=user.code,
                    secret_hash=hashlib.sha256(token.encode()).hexdigest(),
                    given_at=at,
                    ends_at=told.ends_at,
                )
        except IntegrityError:
            raise AuthorisationSpent(_("这个亮码已经用过了，请持证人刷新后重新出示")) from None
        return make_copy(
            identifier=given.licence.identifier,
            purpose=purpose,
            case_number=case_number,
            user_name=user.name,
            user_code=user.code,
            authorisation=given.pk,
            actor=actor,
            at=at,
        )


def _read(token: str, at: dt.datetime) -> _Told:
    over = AuthorisationSpent(_("这个亮码不对或已经过期，请持证人刷新后重新出示"))
    try:
        licence_id, account_id, ends, _drawn = TextSigner(salt=_SALT).unsign_object(token)
    except (BadSignature, ValueError):
        raise over from None
    told = _Told(licence_id, account_id, dt.datetime.fromtimestamp(ends, dt.UTC))
    if at > told.ends_at:
        raise over
    return told
