"""End copies whose purpose is over (副本失效)."""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.licences.access import held
from tongban.licences.models import Copy, Licence
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.queries.closed_work import closed_numbers
from tongban.parties.rules.actor import Actor

CASE_OVER, TAKEN_BACK = "办件已经办结，用途终止", "持证人收回"


class CopyEnded(NotAllowedNow):
    """The copy had ended before."""


def revoke_copies_of_case(case_number: str, at: dt.datetime) -> int:
    """Revoke the copies that were made for a case, because it is over; return how many. One statement."""
    return Copy.objects.filter(case_number=case_number, revoked_at=None).update(revoked_at=at, revoked_why=CASE_OVER)


def sweep_copies(*, at: dt.datetime) -> int:
    """Revoke the copies of every case that is closed: what the announcement of its end did not reach; set-based.

    That a copy's last day is over is worked out from the day whenever it is asked for.
    """
    live = Copy.objects.filter(revoked_at=None).exclude(case_number="")
    over = live.filter(Exists(closed_numbers().filter(number=OuterRef("case_number"))))
    return over.update(revoked_at=at, revoked_why=CASE_OVER)


def take_back(*, number: str, actor: Actor, at: dt.datetime) -> None:
    """Take back a copy that the holder allowed; what stands on a legal basis is not the holder's to end.

    Raises NotFound for a stranger, NotYours, CopyEnded.
    """
    found = Copy.objects.filter(number=number, licence__in=Licence.objects.filter(held(actor))).first()
    if found is None:
        raise NotFound(_("没有找到这份副本"))
    if found.basis:
        raise NotYours(_("这份副本由机关依法调用，不能收回；有异议可以向使用单位提出"))
    ended = Copy.objects.filter(pk=found.pk, revoked_at=None).update(revoked_at=at, revoked_why=TAKEN_BACK)
    if not ended:
        raise CopyEnded(_("这份副本已经失效"))
