"""Make a copy of a licence for one purpose (加注件, 用途限定副本)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.outbox import announce
from tongban.kernel.queries import parameter
from tongban.licences.access import held
from tongban.licences.actions.copies.make_file import make_file
from tongban.licences.actions.copies.note_use import note_use
from tongban.licences.events import COPY_MADE
from tongban.licences.lifecycle import LABELS, VALID
from tongban.licences.models import Authorisation, Copy, Licence
from tongban.licences.queries.held import state_today
from tongban.licences.rules.copies import LONGEST_PURPOSE, copy_number, fields_shown
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.queries import read
from tongban.matters.queries.standing_in import applies_in
from tongban.parties.queries import officials
from tongban.parties.queries.systems import client_system
from tongban.parties.rules.actor import SYSTEM, Actor


class CopyNotAllowed(NotYours):
    """Nobody gets a copy without the holder's authorisation, or a legal basis and a live case."""


class AuthorisationSpent(NotAllowedNow):
    """What the holder allowed was used, withdrawn or is over; ask the holder anew."""


class LicenceNotInForce(NotAllowedNow):
    """Of a licence that is not in force no copy is made."""


@dataclass(frozen=True, slots=True)
class CopyView:
    """A copy that was made: its number, the hash of its file, and its last day."""

    number: str
    sha256: str
    expires_on: dt.date


@transaction.atomic
def make_copy(
    *,
    identifier: str,
    purpose: str,
    case_number: str = "",
    user_name: str,
    user_code: str = "",
    basis: str = "",
    authorisation: int | None = None,
    fields: Collection[str] | None = None,
    expires_on: dt.date | None = None,
    fetched_by: tuple[int | None, int | None] | None = None,
    actor: Actor,
    at: dt.datetime,
) -> CopyView:
    """Make a copy that names its purpose, user, case and last day, sign it, and tell the holder's record of it.

    It stands on a `basis` of law together with a live case of the holder's that the actor takes part in, or on an
    `authorisation` (its id); with neither, the actor must hold the licence, and so authorises it. `fields` are the keys
    of the face that the purpose needs (and "holder_code" for the whole identity number), what is not personal when
    None. The same copy asked for again for the same case is the same copy. Without `expires_on` it counts for
    `licence_copy_days`, for a case until the case ends. `fetched_by` are the ids of the authority and of the system
    that may fetch the file, the actor's own when None. Raises BadInput, NotFound, CopyNotAllowed, AuthorisationSpent,
    LicenceNotInForce, kernel.pdf.MissingGlyph.
    """
    purpose, user_name = purpose.strip(), user_name.strip()
    last = _last_day(expires_on, day_of(at), for_a_case=bool(case_number))
    _check(purpose, user_name, last, day_of(at))
    if basis and authorisation is not None:
        raise BadInput({"basis": _("法律依据和持证人授权只能选一种")})
    found = Licence.objects.select_for_update(of=("self",)).select_related("type").filter(identifier=identifier).first()
    if found is None:
        raise NotFound(_("没有找到这份证照"))
    ground = _ground(found, purpose, case_number, user_name, user_code, basis, authorisation, actor, at)
    state = state_today(found, day_of(at))
    if state != VALID:
        raise LicenceNotInForce(_("证照现在的状态是“%(state)s”，不能出具副本") % {"state": LABELS[state][0]})
    levels = {field["key"]: field.get("level", 2) for field in found.type.fields}
    shown = fields_shown(found.face, levels, fields)
    same = _same(found, purpose, case_number, user_code, basis, shown, day_of(at)) if basis else None
    if same is not None:
        return CopyView(same.number, same.file_sha256, same.expires_on)
    fetching = fetched_by or (_authority_of(actor, case_number), actor.client_system_id)
    copy = Copy(
        licence=found,
        number=copy_number(secrets.token_bytes(10)),
        purpose=purpose,
        user_name=user_name,
        user_code=user_code,
        authority_id=fetching[0],
        client_system_id=fetching[1],
        case_number=case_number,
        basis=basis.strip(),
        authorisation=ground,
        fields=shown,
        # Who comes with a holder's code and no account is the user themselves.
        maker_name=actor.name if actor.account_id or actor.client_system_id or actor.is_system else user_name[:100],
        made_at=at,
        expires_on=min(last, found.valid_until) if found.valid_until else last,
    )
    copy.file_sha256 = make_file(copy, at=at)
    copy.save(force_insert=True)
    if ground is not None:
        Authorisation.objects.filter(pk=ground.pk).update(used_at=at)
    note_use("copy_made", licence=found, copy=copy, purpose=purpose, case_number=case_number, actor=actor, at=at)
    announce(COPY_MADE, {copy.pk: {}})
    return CopyView(copy.number, copy.file_sha256, copy.expires_on)


def _last_day(asked: dt.date | None, today: dt.date, *, for_a_case: bool) -> dt.date:
    if asked is not None:
        return asked
    days = parameter("licence_copy_longest_days" if for_a_case else "licence_copy_days", on=today)
    return today + dt.timedelta(days=days)


def _check(purpose: str, user_name: str, last: dt.date, today: dt.date) -> None:
    errors: dict[str, str] = {}
    if not purpose:
        errors["purpose"] = _("请写明副本的用途")
    elif len(purpose) > LONGEST_PURPOSE:
        errors["purpose"] = _("用途不超过 %(most)d 个字") % {"most": LONGEST_PURPOSE}
    if not user_name:
        errors["user_name"] = _("请写明副本给谁使用")
    most = parameter("licence_copy_longest_days", on=today)
    if last < today:
        errors["expires_on"] = _("副本的有效期不能早于今天")
    elif last > today + dt.timedelta(days=most):
        errors["expires_on"] = _("副本的有效期最长 %(most)d 天") % {"most": most}
    if errors:
        raise BadInput(errors)


def _ground(
    found: Licence,
    purpose: str,
    case_number: str,
    user_name: str,
    user_code: str,
    basis: str,
    authorisation: int | None,
    actor: Actor,
    at: dt.datetime,
) -> Authorisation | None:
    """Return what the holder allows, None where the law does; refuse where neither."""
    if basis:
        _hold_live_case(found, case_number, actor)
        return None
    if authorisation is not None:
        return _live(found, authorisation, purpose, user_name, user_code, at)
    if not (actor.is_system or Licence.objects.filter(held(actor), pk=found.pk).exists()):
        raise NotFound(_("没有找到这份证照"))
    return Authorisation.objects.create(
        licence=found,
        way="signed_in",
        account_id=actor.account_id,
        purpose=purpose,
        user_name=user_name,
        user_code=user_code,
        given_at=at,
        ends_at=at,
    )


def _live(
    found: Licence, authorisation: int, purpose: str, user_name: str, user_code: str, at: dt.datetime
) -> Authorisation:
    given = Authorisation.objects.select_for_update().filter(pk=authorisation, licence=found).first()
    if given is None:
        raise NotFound(_("没有找到这份证照"))
    if given.used_at is not None:
        raise AuthorisationSpent(_("这次授权已经用过了，请持证人重新授权"))
    if given.withdrawn_at is not None or not given.given_at <= at <= given.ends_at:
        raise AuthorisationSpent(_("这次授权已经失效，请持证人重新授权"))
    if given.purpose and given.purpose != purpose:
        raise CopyNotAllowed(_("持证人授权的用途是“%(purpose)s”") % {"purpose": given.purpose})
    if (given.user_code and given.user_code != user_code) or (given.user_name and given.user_name != user_name):
        raise CopyNotAllowed(_("持证人授权给“%(user)s”使用") % {"user": given.user_name or given.user_code})
    return given


def _hold_live_case(found: Licence, case_number: str, actor: Actor) -> None:
    """Hold that the case is live, the actor takes part in it, and the licence is of who applies in it."""
    if not case_number:
        raise CopyNotAllowed(_("依法调用证照必须有正在办理的办件"))
    if actor.client_system_id is not None:
        facts = read(case_number, actor=SYSTEM)
        if client_system(actor.client_system_id).authority_id != facts.matter.owner_id:
            raise NotFound(_("没有找到编号 %(number)s，请核对编号或登录后再试") % {"number": case_number[:60]})
    else:
        facts = read(case_number, actor=actor)
    if facts.matter.closed_at is not None:
        raise CopyNotAllowed(_("办件 %(number)s 已经办结，不能再调用证照") % {"number": case_number})
    if not applies_in(facts, found.holder_code):
        raise CopyNotAllowed(_("持证人不是办件 %(number)s 的申请人，须由持证人授权") % {"number": case_number})


def _same(
    found: Licence, purpose: str, case_number: str, user_code: str, basis: str, shown: list[str], today: dt.date
) -> Copy | None:
    """Return the live copy that was made for the same, so that asking twice makes one."""
    return (
        Copy.objects.filter(
            licence=found,
            purpose=purpose,
            case_number=case_number,
            user_code=user_code,
            basis=basis.strip(),
            fields=shown,
            revoked_at=None,
            expires_on__gte=today,
        )
        .order_by("-pk")
        .first()
    )


def _authority_of(actor: Actor, case_number: str) -> int | None:
    """Return the authority that may fetch the copy later: the case's, or that of the official at the window."""
    if actor.client_system_id is not None:
        return client_system(actor.client_system_id).authority_id
    if case_number and (actor.official_id is not None or actor.is_system):
        return read(case_number, actor=SYSTEM).matter.owner_id
    if actor.official_id is not None:
        return officials([actor.official_id])[actor.official_id].authority_id
    return None
