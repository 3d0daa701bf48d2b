"""Let a licence give way to its next version: the common part of renewal, change, correction and transfer."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tongban.licences.actions.change_standing import change_standing
from tongban.licences.actions.make import Issued, Naming, make
from tongban.licences.models import Licence
from tongban.licences.rules.holders import Holder
from tongban.parties.queries import authority
from tongban.parties.rules.actor import Actor


@transaction.atomic
def issue_anew(
    verb: str,
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
    holder_name: str = "",
    receiver: int | None = None,
) -> Issued:
    """Make the move `verb`, whose old version gives way, and the next version with the same number.

    The holder stays, by another name where `holder_name` corrects it; the authority stays but for what the `receiver`
    takes over. Raises NotFound, NotYours, ReasonMissing, NotAllowedNow, kernel.pdf.MissingGlyph.
    """
    old = change_standing(
        verb, identifier=identifier, reason=reason, basis=basis, actor=actor, at=at, receiver=receiver
    ).licence
    return make(
        old.type,
        authority(receiver or old.authority_id),
        holder_of(old, holder_name),
        Naming(old.serial, old.number, old.version + 1, old.pk, verb),
        matter_id=matter_id,
        face=face,
        valid_from=valid_from,
        valid_until=valid_until,
        actor=actor,
        at=at,
    )


def holder_of(licence: Licence, name: str = "") -> Holder:
    """Return the holder as the licence itself has it, by a corrected name where there is one."""
    return Holder(
        kind=licence.holder_kind,
        id=licence.holder_person_id or licence.holder_organisation_id,
        name=name or licence.holder_name,
        code=licence.holder_code,
        type=licence.holder_type,
    )
