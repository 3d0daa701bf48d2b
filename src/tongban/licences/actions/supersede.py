"""Issue a licence anew in the place of one that is in force (换发)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tongban.licences.actions.issue_anew import issue_anew
from tongban.licences.actions.make import Issued
from tongban.parties.rules.actor import Actor


def supersede(
    *,
    identifier: str,
    reason: str,
    matter_id: int | None,
    face: Mapping[str, Any],
    valid_from: dt.date | None,
    valid_until: dt.date | None,
    actor: Actor,
    at: dt.datetime,
    basis: str = "",
) -> Issued:
    """Supersede a licence by its next version, with the same kind, holder, authority and number.

    The old one stays in the register as superseded. The arguments are those of issue(). Raises NotFound, NotYours,
    ReasonMissing, NotAllowedNow, kernel.pdf.MissingGlyph.
    """
    return issue_anew(
        "supersede",
        identifier=identifier,
        reason=reason,
        matter_id=matter_id,
        face=face,
        valid_from=valid_from,
        valid_until=valid_until,
        actor=actor,
        at=at,
        basis=basis,
    )
