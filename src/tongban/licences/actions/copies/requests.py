"""A department or a third party asks for a copy, and the holder approves or declines (申请副本, 同意, 不同意)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.outbox import announce
from tongban.kernel.queries import parameter
from tongban.licences.access import held
from tongban.licences.actions.copies.make_copy import CopyNotAllowed, CopyView, make_copy
from tongban.licences.actions.copies.users import user_of
from tongban.licences.events import COPY_ASKED
from tongban.licences.lifecycle import RUNNING
from tongban.licences.models import Authorisation, Copy, CopyRequest, Licence
from tongban.licences.rules.copies import LONGEST_PURPOSE
from tongban.matters.events import NotAllowedNow
from tongban.parties.queries.callers import authority_of_caller
from tongban.parties.rules.actor import Actor
from tongban.sharing.ports import live_case


class RequestOver(NotAllowedNow):
    """The request was answered before, or waited too long."""


@transaction.atomic
def ask_for_copy(
    *,
    about: str,
    purpose: str,
    case_number: str = "",
    fields: Collection[str] | None = None,
    copy_expires_on: dt.date | None = None,
    user_code: str = "",
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Ask the holder for a copy; return the request's id. `about` is the licence's whole identifier or number.

    Only officials and connected systems ask, and name no case but one that they handle. Raises CopyNotAllowed,
    NotFound, BadInput, also for a number that several licences have.
    """
    if actor.official_id is None and actor.client_system_id is None:
        raise CopyNotAllowed(_("只有机关工作人员和接入系统可以申请副本"))
    purpose = purpose.strip()
    if not 0 < len(purpose) <= LONGEST_PURPOSE:
        raise BadInput({"purpose": _("请写明副本的用途，不超过 %(most)d 个字") % {"most": LONGEST_PURPOSE}})
    today = day_of(at)
    last = copy_expires_on or today + dt.timedelta(days=parameter("licence_copy_days", on=today))
    if not today <= last <= today + dt.timedelta(days=parameter("licence_copy_longest_days", on=today)):
        raise BadInput({"copy_expires_on": _("副本的有效期不能早于今天，也不能过长")})
    case_number = case_number.strip()
    if case_number and not _handled(case_number, actor):
        raise BadInput({"case_number": _("没有您正在办理的这个办件，请核对编号；不为办件申请的，不用填")})
    found = _named(about.strip())
    user = user_of(actor, code=user_code)
    row = CopyRequest.objects.create(
        licence=found,
        authority_id=user.authority_id,
        client_system_id=user.client_system_id,
        user_name=user.name,
        user_code=user.code,
        purpose=purpose,
        case_number=case_number,
        fields=None if fields is None else sorted(fields),
        copy_expires_on=last,
        asked_by=actor.name,
        asked_at=at,
        ends_at=at + dt.timedelta(days=parameter("licence_request_days", on=today)),
    )
    announce(COPY_ASKED, {row.pk: {}})
    return row.pk


def _named(about: str) -> Licence:
    """Return the licence of the identifier, or the one of the number: other kinds and authorities number alike."""
    found = Licence.objects.filter(Q(identifier=about.upper()) | Q(number=about)).order_by("-version", "-pk")
    same = list(found) if about else []
    current = [each for each in same if each.state in RUNNING] or same
    if not current:
        raise NotFound(_("没有找到这份证照，请核对证照标识或证照编号"))
    if len({(each.type_id, each.authority_id, each.holder_code) for each in current}) > 1:
        raise BadInput({"about": _("有几份证照都是这个编号，请填写完整的证照标识")})
    return current[0]


def _handled(case_number: str, actor: Actor) -> bool:
    case = live_case(case_number, actor, authority_of_caller(actor)[0])
    return case is not None and case.handles


@transaction.atomic
def answer_request(*, request_id: int, approve: bool, actor: Actor, at: dt.datetime) -> CopyView | None:
    """Approve a request, which makes the copy, or decline it; return the copy.

    Raises NotFound for who does not hold the licence, RequestOver, and what make_copy raises.
    """
    asked = (
        CopyRequest.objects.select_for_update(of=("self",))
        .select_related("licence")
        .filter(pk=request_id, licence__in=Licence.objects.filter(held(actor)))
        .first()
    )
    if asked is None:
        raise NotFound(_("没有找到这个副本申请"))
    if asked.answered_at is not None or at > asked.ends_at:
        raise RequestOver(_("这个副本申请已经答复或者过期"))
    CopyRequest.objects.filter(pk=asked.pk).update(answered_at=at, approved=approve)
    if not approve:
        return None
    given = Authorisation.objects.create(
        licence=asked.licence,
        way="request",
        account_id=actor.account_id,
        purpose=asked.purpose,
        user_name=asked.user_name,
        user_code=asked.user_code,
        fields=asked.fields,
        copy_expires_on=asked.copy_expires_on,
        given_at=at,
        ends_at=at,
    )
    made = make_copy(
        identifier=asked.licence.identifier,
        purpose=asked.purpose,
        case_number=asked.case_number,
        user_name=asked.user_name,
        user_code=asked.user_code,
        authorisation=given.pk,
        fields=asked.fields,
        expires_on=max(asked.copy_expires_on, day_of(at)),
        fetched_by=(asked.authority_id, asked.client_system_id),
        actor=actor,
        at=at,
    )
    CopyRequest.objects.filter(pk=asked.pk).update(copy=Copy.objects.get(number=made.number))
    return made
