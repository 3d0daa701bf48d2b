"""Strike a licence off the register (注销)."""

import datetime as dt

from tongban.licences.actions.change_standing import change_standing
from tongban.licences.models import LicenceStanding
from tongban.parties.rules.actor import Actor


def cancel(*, identifier: str, reason: str, actor: Actor, at: dt.datetime, basis: str = "") -> LicenceStanding:
    """Cancel a licence (行政许可法 第七十条).

    It stays cancelled for ever; what it said and when it was valid can still be verified.
    Raises NotFound, NotYours, ReasonMissing, NotAllowedNow.
    """
    return change_standing("cancel", identifier=identifier, reason=reason, basis=basis, actor=actor, at=at)
