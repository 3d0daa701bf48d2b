"""Undo a merge of two licences that were not the same (撤销合并)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.licences.actions.change_standing import change_standing
from tongban.licences.actions.refuse_second import refuse_second
from tongban.licences.models import LicenceStanding
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class WasNotMerged(NotAllowedNow):
    """The licence gave way to its next version; only a merge can be undone."""


@transaction.atomic
def unmerge(*, identifier: str, reason: str, actor: Actor, at: dt.datetime, basis: str = "") -> LicenceStanding:
    """Put a merged licence back in force. Raises NotFound, NotYours, ReasonMissing, WasNotMerged, NotAllowedNow."""
    last = LicenceStanding.objects.filter(licence__identifier=identifier).select_related("licence").last()
    if last is not None and last.state == "superseded":
        if last.verb != "merge":
            raise WasNotMerged(_("这份证照已由新的版本代替，不是合并的，不能撤销合并"))
        refuse_second(last.licence, actor, at)
    return change_standing("unmerge", identifier=identifier, reason=reason, basis=basis, actor=actor, at=at)
