"""A one-time code (一次性授权码): its holder tells it to a clerk or a third party, who receives one copy for it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.queries import parameter
from tongban.licences.access import held
from tongban.licences.actions.copies.make_copy import AuthorisationSpent, CopyView, make_copy
from tongban.licences.actions.copies.users import user_of
from tongban.licences.models import Authorisation, Licence
from tongban.licences.rules.copies import LONGEST_PURPOSE
from tongban.parties.rules.actor import Actor

DIGITS = 8


class WrongCode(BadInput):
    """No code of this licence is like the one typed, or it was tried too often; the two are answered alike."""


@dataclass(frozen=True, slots=True)
class GivenCode:
    """A code as its holder reads it out, and until when it counts."""

    code: str
    ends_at: dt.datetime


@transaction.atomic
def give_code(
    *,
    identifier: str,
    purpose: str,
    user_name: str = "",
    fields: Collection[str] | None = None,
    copy_expires_on: dt.date | None = None,
    actor: Actor,
    at: dt.datetime,
) -> GivenCode:
    """Give a code for one copy, for one purpose; the licence's codes that were not used yet end with it.

    Only its keyed hash is kept. Raises NotFound for who does not hold the licence, BadInput.
    """
    purpose = purpose.strip()
    if not 0 < len(purpose) <= LONGEST_PURPOSE:
        raise BadInput({"purpose": _("请写明副本的用途，不超过 %(most)d 个字") % {"most": LONGEST_PURPOSE}})
    found = Licence.objects.select_for_update(of=("self",)).filter(held(actor), identifier=identifier).first()
    if found is None:
        raise NotFound(_("没有找到这份证照"))
    Authorisation.objects.filter(licence=found, way="code", used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    ends_at = at + dt.timedelta(minutes=parameter("licence_code_minutes", on=day_of(at)))
    Authorisation.objects.create(
        licence=found,
        way="code",
        account_id=actor.account_id,
        purpose=purpose,
        user_name=user_name.strip()[:200],
        fields=None if fields is None else sorted(fields),
        copy_expires_on=copy_expires_on,
        secret_hash=_hash(found.pk, code),
        given_at=at,
        ends_at=ends_at,
    )
    return GivenCode(code, ends_at)


def check_code(*, about: str, code: str, actor: Actor, at: dt.datetime) -> None:
    """Count a try against the live codes of what it is `about`, and raise WrongCode unless one of them is the code.

    `about` is as for `copy_by_code`: who only knows a person's identity number uses up no code of theirs.

    A door does this before and apart from `copy_by_code`, so that a refusal there does not undo the count. A code that
    was used passes: whoever used it may ask again for what they got.
    """
    most = parameter("licence_code_tries", on=day_of(at))
    codes = _codes(about, actor).filter(given_at__lte=at, ends_at__gte=at)
    with transaction.atomic():
        live = codes.filter(used_at=None, withdrawn_at=None, tries__lt=most)
        tried = list(live.select_for_update(of=("self",)))
        Authorisation.objects.filter(pk__in=[each.pk for each in tried]).update(tries=F("tries") + 1)
    if not any(_is(each, code) for each in (*tried, *codes.filter(used_at__isnull=False))):
        raise WrongCode({"code": _wrong()})


def copy_by_code(
    *,
    about: str,
    code: str,
    user_name: str = "",
    user_code: str = "",
    case_number: str = "",
    actor: Actor,
    at: dt.datetime,
) -> CopyView:
    """Receive the one copy that a code allows; `about` is the licence's identifier or number.

    Officials and connected systems, who are known for what they try, may name its holder's code instead. Raises
    WrongCode, AuthorisationSpent, BadInput, and what make_copy raises.
    """
    user = user_of(actor, user_name, user_code)
    codes = _codes(about, actor).filter(ends_at__gte=at)
    given = next((each for each in codes.order_by("-pk") if _is(each, code)), None)
    if given is None:
        raise WrongCode({"code": _wrong()})
    if given.user_name and given.user_name != user.name:
        raise AuthorisationSpent(_("持证人把这个授权码给了“%(user)s”使用") % {"user": given.user_name})
    return make_copy(
        identifier=given.licence.identifier,
        purpose=given.purpose,
        case_number=case_number,
        user_name=user.name,
        user_code=user.code,
        authorisation=given.pk,
        fields=given.fields,
        expires_on=given.copy_expires_on,
        actor=actor,
        at=at,
    )


def _codes(about: str, actor: Actor) -> QuerySet[Authorisation]:
    about = about.strip().upper()
    of = Q(licence__identifier=about) | Q(licence__number__iexact=about)
    if actor.official_id is not None or actor.client_system_id is not None:
        of |= Q(licence__holder_code=about)
    return Authorisation.objects.select_related("licence").filter(of if about else Q(pk__in=[]), way="code")


def _is(given: Authorisation, code: str) -> bool:
    return constant_time_compare(given.secret_hash, _hash(given.licence_id, "".join(code.split())))


def _hash(licence_id: int, code: str) -> str:
    return salted_hmac("tongban.licences.code", f"{licence_id}:{code}", algorithm="sha256").hexdigest()


def _wrong() -> str:
    return _("授权码不对或已经失效，请与持证人核对，或请持证人重新生成")
