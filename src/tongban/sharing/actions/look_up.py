"""Look into the base registers, leaving a trace that the subject can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.rules.actor import Actor
from tongban.sharing.access import may_look_up
from tongban.sharing.models import LookUp, RegisterRecord
from tongban.sharing.rules.known import Known, Record, newest_known


class PurposeMissing(Refusal):
    """Nobody looks up data without saying what for (个人信息保护法 art. 6)."""


@transaction.atomic
def look_up(
    *,
    subject_code: str,
    elements: Sequence[str],
    actor: Actor,
    purpose: str,
    case_number: str,
    at: dt.datetime,
) -> dict[str, Known]:
    """Return what the registers know of the elements, by element, and log the look-up in the same
    transaction.

    `subject_code` is an identity number or a unified social credit code; elements are like "org.address".
    What is not
    known is left out; what is sensitive (level 4) is left out without a case. Raises PurposeMissing;
    NotFound when the actor may not look up the subject.
    """
    if not purpose.strip():
        raise PurposeMissing(_("查询共享数据必须写明用途。"))
    if not may_look_up(actor, subject_code, case_number=case_number):
        raise NotFound(_("没有这个办事主体。"))
    records = [
        Record(one.register, one.register_name, one.values, one.as_of, one.level)
        for one in RegisterRecord.objects.filter(subject_code=subject_code)
    ]
    known = newest_known(records, elements, for_a_case=bool(case_number))
    LookUp.objects.create(
        subject_code=subject_code,
        elements=sorted(known),
        registers=sorted({found.register for found in known.values()}),
        actor_name=actor.name,
        account_id=actor.account_id,
        client_system_id=actor.client_system_id,
        purpose=purpose.strip()[:300],
        case_number=case_number,
        at=at,
    )
    return known
