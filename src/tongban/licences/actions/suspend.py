"""Take a licence away for a time (暂扣)."""

import datetime as dt

from tongban.licences.actions.change_standing import change_standing
from tongban.licences.models import LicenceStanding
from tongban.parties.rules.actor import Actor


def suspend(*, identifier: str, reason: str, actor: Actor, at: dt.datetime, basis: str = "") -> LicenceStanding:
    """Suspend a valid licence (行政处罚法 第九条第三项).

    It is given back by reinstate, or ends with its validity. Raises NotFound, NotYours, ReasonMissing, NotAllowedNow.
    """
    return change_standing("suspend", identifier=identifier, reason=reason, basis=basis, actor=actor, at=at)
