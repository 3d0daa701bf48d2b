"""Give a suspended licence back (暂扣发还)."""

import datetime as dt

from tongban.licences.actions.change_standing import change_standing
from tongban.licences.models import LicenceStanding
from tongban.parties.rules.actor import Actor


def reinstate(*, identifier: str, reason: str, actor: Actor, at: dt.datetime, basis: str = "") -> LicenceStanding:
    """Reinstate a suspended licence; it is valid again until its own end.

    The validity is not prolonged by the time of the suspension.
    Raises NotFound, NotYours, ReasonMissing, NotAllowedNow.
    """
    return change_standing("reinstate", identifier=identifier, reason=reason, basis=basis, actor=actor, at=at)
