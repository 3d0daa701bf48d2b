"""A licence as the apps above need it to handle an application that is about it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.kernel.clock import today
from tongban.kernel.errors import NotFound
from tongban.licences.models import Licence
from tongban.licences.rules.standing import Since, state_on

MOST = 50


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """What a licence says, whose it is and how it stands: `state` on the day, `written_state` without its expiry.

    `face` maps keys to {"label", "value"}, as issue() takes it; `case_number` is empty without a case.
    """

    identifier: str
    name: str
    number: str
    type_code: str
    holder_person_id: int | None
    holder_organisation_id: int | None
    holder_name: str
    authority_id: int
    valid_from: dt.date
    valid_until: dt.date | None
    state: str
    written_state: str
    face: dict[str, Any]
    matter_id: int | None
    case_number: str


def licence_facts(identifier: str, on: dt.date | None = None) -> LicenceFacts:
    """Return a licence for an action that checks by itself who acts, in one query. Raises NotFound."""
    found = Licence.objects.select_related("type", "matter").filter(identifier=identifier).first()
    if found is None:
        raise NotFound(_("没有找到这份证照"))
    return facts_of(found, on or today())


def facts_of(found: Licence, on: dt.date) -> LicenceFacts:
    """Return what a licence says and how it stands on a day; it must be loaded with its type and matter."""
    beginning = [Since(found.state, dt.datetime(1, 1, 2, tzinfo=dt.UTC))]
    return LicenceFacts(
        identifier=found.identifier,
        name=found.name,
        number=found.number,
        type_code=found.type.code,
        holder_person_id=found.holder_person_id,
        holder_organisation_id=found.holder_organisation_id,
        holder_name=found.holder_name,
        authority_id=found.authority_id,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        state=state_on(on, beginning, valid_from=found.valid_from, valid_until=found.valid_until),
        written_state=found.state,
        face={line["key"]: {"label": line["label"], "value": line["value"]} for line in found.face},
        matter_id=found.matter_id,
        case_number=found.matter.number if found.matter is not None else "",
    )


def licences_in_force(
    *, person_id: int | None = None, organisation_id: int | None = None, on: dt.date
) -> list[LicenceFacts]:
    """Return the licences of one holder that are in force on a day, the newest first, for an action on a live case."""
    held = Licence.objects.select_related("type", "matter").filter(
        holder_person_id=person_id, holder_organisation_id=organisation_id
    )
    found = [facts_of(each, on) for each in held.order_by("-issued_on", "-pk")[:MOST]]
    return [each for each in found if each.state == "valid"]


def valid_until_of(identifiers: Sequence[str]) -> dict[str, dt.date | None]:
    """Return the last day of each licence, None for one without end; an unknown one is left out. One query."""
    return dict(Licence.objects.filter(identifier__in=identifiers).values_list("identifier", "valid_until"))
