"""Let a licence go on for another time (延续)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tongban.licences.actions.issue_anew import issue_anew
from tongban.licences.actions.make import Issued
from tongban.parties.rules.actor import Actor


def renew(
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
    """Renew a licence: its next version has the same number and new days (行政许可法 第五十条).

    `identifier` is the one that ends, or has just ended; it stays in the register as superseded. Raises
    NotFound, NotYours, ReasonMissing, NotAllowedNow, kernel.pdf.MissingGlyph.
    """
    return issue_anew(
        "renew",
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
