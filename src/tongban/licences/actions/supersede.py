"""Issue a licence anew in the place of one that is in force (换发、变更、延续)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tongban.licences.actions.change_standing import change_standing
from tongban.licences.actions.make import Issued, Naming, make
from tongban.parties.queries import authority, organisation, person
from tongban.parties.rules.actor import Actor


@transaction.atomic
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
    """Supersede a valid licence by its next version, with the same kind, holder, authority and number.

    The old one stays in the register as superseded. The arguments are those of issue(). Raises NotFound, NotYours,
    ReasonMissing, NotAllowedNow, kernel.pdf.MissingGlyph.
    """
    old = change_standing("supersede", identifier=identifier, reason=reason, basis=basis, actor=actor, at=at).licence
    if old.holder_person_id is not None:
        holder = person(old.holder_person_id)
    else:
        holder = organisation(old.holder_organisation_id or 0)
    return make(
        old.type,
        authority(old.authority_id),
        holder,
        Naming(old.serial, old.number, old.version + 1, old.pk),
        matter_id=matter_id,
        face=face,
        valid_from=valid_from,
        valid_until=valid_until,
        actor=actor,
        at=at,
    )
