"""Take back a licence that should not have been granted (撤销)."""

import datetime as dt

from tongban.licences.actions.change_standing import change_standing
from tongban.licences.models import LicenceStanding
from tongban.parties.rules.actor import Actor


def revoke(*, identifier: str, reason: str, actor: Actor, at: dt.datetime, basis: str = "") -> LicenceStanding:
    """Revoke a licence (行政许可法 第六十九条).

    It can only be cancelled afterwards. Raises NotFound, NotYours, ReasonMissing, NotAllowedNow.
    """
    return change_standing("revoke", identifier=identifier, reason=reason, basis=basis, actor=actor, at=at)
