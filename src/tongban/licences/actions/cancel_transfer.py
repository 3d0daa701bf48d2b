"""Take back a transfer that nobody took over (取消转出)."""

import datetime as dt

from tongban.licences.actions.change_standing import change_standing
from tongban.licences.models import LicenceStanding
from tongban.parties.rules.actor import Actor


def cancel_transfer(*, identifier: str, reason: str, actor: Actor, at: dt.datetime, basis: str = "") -> LicenceStanding:
    """Give a licence back to who transferred it out; it is in force again.
    Raises NotFound, NotYours, ReasonMissing, NotAllowedNow.
    """
    return change_standing("cancel_transfer", identifier=identifier, reason=reason, basis=basis, actor=actor, at=at)
