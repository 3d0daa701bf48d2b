"""Let a licence go to another authority (转出)."""

import datetime as dt

from tongban.licences.actions.change_standing import change_standing
from tongban.licences.models import LicenceStanding
from tongban.parties.rules.actor import Actor


def transfer_out(*, identifier: str, reason: str, actor: Actor, at: dt.datetime, basis: str = "") -> LicenceStanding:
    """Transfer a licence out: it is not in force until the other authority takes it over, or the transfer is cancelled.
    Raises NotFound, NotYours, ReasonMissing, NotAllowedNow.
    """
    return change_standing("transfer_out", identifier=identifier, reason=reason, basis=basis, actor=actor, at=at)
