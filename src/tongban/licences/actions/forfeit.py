"""Take a licence away for good as a penalty (吊销)."""

import datetime as dt

from tongban.licences.actions.change_standing import change_standing
from tongban.licences.models import LicenceStanding
from tongban.parties.rules.actor import Actor


def forfeit(*, identifier: str, reason: str, actor: Actor, at: dt.datetime, basis: str = "") -> LicenceStanding:
    """Forfeit a licence by a penalty decision (行政处罚法 第九条第三项).

    The decision itself is made outside; `reason` names it, `basis` the article that was broken. It can only be
    cancelled afterwards. Raises NotFound, NotYours, ReasonMissing, NotAllowedNow.
    """
    return change_standing("forfeit", identifier=identifier, reason=reason, basis=basis, actor=actor, at=at)
