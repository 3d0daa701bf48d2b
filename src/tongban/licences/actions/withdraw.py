"""Take back a licence that was rightly granted (撤回)."""

import datetime as dt

from tongban.licences.actions.change_standing import change_standing
from tongban.licences.models import LicenceStanding
from tongban.parties.rules.actor import Actor


def withdraw(*, identifier: str, reason: str, actor: Actor, at: dt.datetime, basis: str = "") -> LicenceStanding:
    """Withdraw a licence because its ground changed (行政许可法 第八条第二款).

    The law was amended or circumstances changed greatly, and the public interest needs it; the holder is compensated.
    It can only be cancelled afterwards. Raises NotFound, NotYours, ReasonMissing, NotAllowedNow.
    """
    return change_standing("withdraw", identifier=identifier, reason=reason, basis=basis, actor=actor, at=at)
