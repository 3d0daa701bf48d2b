"""Make one licence of two that were entered twice (合并重复)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput
from tongban.licences.access import visible
from tongban.licences.actions.change_standing import change_standing
from tongban.licences.models import LicenceStanding
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class NotTheSame(NotAllowedNow):
    """Two licences of different types or holders are no duplicates."""


@transaction.atomic
def merge(
    *, identifier: str, into: str, reason: str, actor: Actor, at: dt.datetime, basis: str = ""
) -> LicenceStanding:
    """Merge the licence `identifier` into the one that stays: it is superseded, and its standing refers to that one.

    Both are of one type, one holder and one authority. Raises NotFound, NotYours, ReasonMissing, BadInput, NotTheSame,
    NotAllowedNow.
    """
    stays = visible(actor).select_for_update(of=("self",)).filter(identifier=into).first()
    gone = visible(actor).filter(identifier=identifier).first()
    if stays is None or gone is None or stays.pk == gone.pk:
        raise BadInput({"into": _("请写明保留的那一份证照的标识")})
    same = ("type_id", "holder_code", "authority_id")
    if any(getattr(stays, name) != getattr(gone, name) for name in same):
        raise NotTheSame(_("两份证照的类型、持证人或者发证机关不同，不是重复登记，不能合并"))
    if stays.state not in ("valid", "suspended", "expired"):
        raise NotAllowedNow(_("保留的证照已经失效，请选择仍然有效的那一份"))
    return change_standing(
        "merge", identifier=identifier, reason=reason, basis=basis, actor=actor, at=at, refers_to=stays
    )
