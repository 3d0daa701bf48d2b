"""Write into a licence what changed with its holder (变更)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tongban.licences.actions.issue_anew import issue_anew
from tongban.licences.actions.make import Issued
from tongban.parties.rules.actor import Actor


def change(
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
    """Change a licence: its next version says what is so now (行政许可法 第四十九条).

    `identifier` is the one that the new version stands for; it stays in the register as superseded. Raises
    NotFound, NotYours, ReasonMissing, NotAllowedNow, kernel.pdf.MissingGlyph.
    """
    return issue_anew(
        "change",
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
