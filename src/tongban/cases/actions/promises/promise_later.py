"""Promise to hand in later what the item lets come later (容缺受理承诺)."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.promises.sign import NotOffered, keep, signer
from tongban.cases.models import Commitment
from tongban.cases.queries.promises import DEFERRAL, deferral_offer
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.hold import hold
from tongban.parties.rules.actor import Actor


@transaction.atomic
def promise_later(
    *,
    number: str,
    version: str,
    materials: Sequence[str],
    actor: Actor,
    at: dt.datetime,
    signer_id: int | None = None,
) -> str:
    """Sign that the named materials come within their days of acceptance; none named takes it back.

    Returns the SHA-256 of what was signed, "" when it was taken back. Raises NotOffered where the item lets nothing
    come later or the applicant's credit excludes it, BadInput for a material that may not come later, another version
    of the texts or a signer who may not sign, NotFound, NotYours, NotAllowedNow.
    """
    hold(number)
    facts, today = read_case(number, actor), day_of(at)
    signed_by = signer(facts, actor, signer_id, today)
    offer = deferral_offer(facts, today)
    if not materials:
        Commitment.objects.filter(matter_id=facts.matter.pk, kind=DEFERRAL, ended_at=None).update(ended_at=at)
        return ""
    if offer is None:
        raise NotOffered(_("此事项没有可以容缺后补的材料"))
    if offer.why_not:
        raise NotOffered(offer.why_not)
    if version != offer.version:
        raise BadInput({"version": _("告知和承诺的内容已经更新，请重新阅读后再签署")})
    days = {each.material.code: each.days for each in offer.materials}
    names = {each.material.code: each.material.name for each in offer.materials}
    refused = [code for code in materials if code not in days]
    if refused:
        raise BadInput({"materials": _("主要材料不能容缺，只有“容缺后补”的材料可以以后补交")})
    listed = "；".join(f"{names[code]}（受理后 {days[code]} 个工作日内）" for code in dict.fromkeys(materials))
    return keep(
        facts,
        DEFERRAL,
        version=offer.version,
        told=offer.told,
        promised=f"{offer.promised}\n{listed}。",
        codes=list(dict.fromkeys(materials)),
        signed_by=signed_by,
        at=at,
    )
