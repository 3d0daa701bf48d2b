"""Promise in place of a proof (告知承诺, 国办发〔2020〕42号), or take the ordinary way again."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.promises.sign import NotOffered, keep, signer
from tongban.cases.models import Commitment
from tongban.cases.queries.promises import PROMISE, promise_offer
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.hold import hold
from tongban.parties.rules.actor import Actor


@transaction.atomic
def promise(*, number: str, version: str, actor: Actor, at: dt.datetime, signer_id: int | None = None) -> str:
    """Sign the promise that the item offers: the proofs that it replaces are not asked for; return its SHA-256.

    `version` is that of the texts as they were shown whole. Raises NotOffered where the item offers none or the
    applicant's credit excludes it, BadInput for another version of the texts or a signer who may not sign, NotFound,
    NotYours, NotAllowedNow.
    """
    hold(number)
    facts, today = read_case(number, actor), day_of(at)
    signed_by = signer(facts, actor, signer_id, today)
    offer = promise_offer(facts, today)
    if offer is None:
        raise NotOffered(_("此事项没有告知承诺的办理方式"))
    if offer.why_not:
        raise NotOffered(offer.why_not)
    if version != offer.version:
        raise BadInput({"version": _("告知和承诺的内容已经更新，请重新阅读后再签署")})
    return keep(
        facts,
        PROMISE,
        version=offer.version,
        told=offer.told,
        promised=offer.promised,
        codes=[each.code for each in offer.replaces],
        signed_by=signed_by,
        at=at,
    )


@transaction.atomic
def take_ordinary_way(*, number: str, actor: Actor, at: dt.datetime, signer_id: int | None = None) -> None:
    """Take back a promise before the application is accepted: the proofs are asked for as usual.

    Raises NotFound, NotYours, NotAllowedNow, BadInput for a signer who may not sign.
    """
    hold(number)
    facts = read_case(number, actor)
    signer(facts, actor, signer_id, day_of(at))
    Commitment.objects.filter(matter_id=facts.matter.pk, kind=PROMISE, ended_at=None).update(ended_at=at)
