"""Take over a licence that another authority let go (转入)."""

import datetime as dt

from tongban.licences.actions.issue_anew import issue_anew
from tongban.licences.actions.make import Issued
from tongban.licences.queries import licence_facts
from tongban.parties.rules.actor import Actor


def transfer_in(
    *, identifier: str, authority_id: int, reason: str, actor: Actor, at: dt.datetime, basis: str = ""
) -> Issued:
    """Take over a licence at an authority: its next version, of the same words, days and number, is that authority's.

    The identifier is what the holder brings; only what was transferred out can be taken over. Raises NotFound,
    NotYours, ReasonMissing, NotAllowedNow.
    """
    held = licence_facts(identifier)
    return issue_anew(
        "transfer_in",
        identifier=identifier,
        reason=reason,
        matter_id=None,
        face=held.face,
        valid_from=held.valid_from,
        valid_until=held.valid_until,
        actor=actor,
        at=at,
        basis=basis,
        receiver=authority_id,
    )
