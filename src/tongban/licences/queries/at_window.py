"""What a clerk sees of the licences of who stands at the window: which there are, and whether they are in force."""

import datetime as dt
from dataclasses import dataclass

from tongban.kernel.clock import today
from tongban.licences.models import Licence
from tongban.licences.queries.held import state_today
from tongban.licences.queries.stated import Stated

MOST = 50


@dataclass(frozen=True, slots=True)
class LicenceAtHand(Stated):
    """A licence without its number and its face: nobody browses those without a live case."""

    type_code: str
    name: str
    authority: str
    authority_en: str
    valid_until: dt.date | None
    state: str


def licences_at_hand(*, person_id: int | None = None, organisation_id: int | None = None) -> list[LicenceAtHand]:
    """Return the newest licences of one holder, in one query."""
    found = Licence.objects.filter(holder_person_id=person_id, holder_organisation_id=organisation_id)
    day = today()
    return [
        LicenceAtHand(
            type_code=row.type.code,
            name=row.name,
            authority=row.authority_name,
            authority_en=row.authority_name_en,
            valid_until=row.valid_until,
            state=state_today(row, day),
        )
        for row in found.select_related("type", "authority").order_by("-issued_on", "-pk")[:MOST]
    ]
