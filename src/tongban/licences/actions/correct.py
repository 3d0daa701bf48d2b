"""Put right what a licence says wrongly (更正)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput
from tongban.licences.actions.issue_anew import issue_anew
from tongban.licences.actions.make import Issued
from tongban.licences.queries import licence_facts
from tongban.licences.rules.face import rewritten
from tongban.parties.rules.actor import Actor


def correct(
    *,
    identifier: str,
    reason: str,
    face: Mapping[str, Any],
    valid_from: dt.date,
    valid_until: dt.date | None,
    actor: Actor,
    at: dt.datetime,
    holder_name: str = "",
    basis: str = "",
) -> Issued:
    """Correct a licence: its next version says what is right, of the same holder, under the same number.

    `face` maps the keys that were wrong to their right values; the others stay. Raises NotFound, NotYours,
    ReasonMissing, BadInput where nothing differs, NotAllowedNow.
    """
    held = licence_facts(identifier)
    lines = rewritten(held.face, face)
    same_days = (valid_from, valid_until) == (held.valid_from, held.valid_until)
    if lines == held.face and same_days and holder_name.strip() in ("", held.holder_name):
        raise BadInput({"face": _("更正后的内容与原证照相同，请改正有误的那一项")})
    return issue_anew(
        "correct",
        identifier=identifier,
        reason=reason,
        matter_id=held.matter_id,
        face=lines,
        valid_from=valid_from,
        valid_until=valid_until,
        actor=actor,
        at=at,
        basis=basis,
        holder_name=holder_name.strip(),
    )
