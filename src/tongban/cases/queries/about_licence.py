"""What the holder of a licence may apply for about it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.cases.models import Case
from tongban.cases.rules.validity import applied_in_time
from tongban.kernel.errors import NotFound
from tongban.kernel.queries import parameter
from tongban.licences.queries import LicenceFacts, licence_facts
from tongban.parties.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class Offers:
    """The purposes that are open now, of which item and for whom; `running` is the application that stands before.

    `warning` says that a renewal comes late: then silence does not renew the licence.
    """

    task_code: str
    organisation_id: int | None
    person_id: int | None
    purposes: list[str]
    running: str
    warning: str


def offers(actor: Actor, identifier: str, on: dt.date) -> Offers | None:
    """Return what the holder may start about a licence on a day; None for others, and without a case behind it."""
    try:
        licence = licence_facts(identifier, on)
    except NotFound:
        return None
    matter_id = licence.matter_id or 0
    origin = Case.objects.filter(matter_id=matter_id).select_related("matter").first()
    if origin is None or not _holds(actor, licence, origin.task_code):
        return None
    running = (
        Case.objects.filter(about_licence=identifier, mock=False, matter__closed_at=None)
        .select_related("matter")
        .first()
    )
    region = origin.matter.region_id
    late = licence.valid_until is not None and not applied_in_time(
        on, licence.valid_until, parameter("renewal_apply_days", region, on)
    )
    purposes = [str(purpose) for purpose in Case.Purpose.values if purpose != Case.Purpose.NEW]
    if licence.valid_until is None or (late and parameter("renewal_late", region, on) == "refuse"):
        purposes.remove(Case.Purpose.RENEWAL)
    return Offers(
        task_code=origin.task_code,
        organisation_id=licence.holder_organisation_id,
        person_id=licence.holder_person_id,
        purposes=purposes if licence.state == "valid" and running is None else [],
        running=running.matter.number if running is not None else "",
        warning=_("已经过了延续的规定申请时间：仍可申请，但届满前没有作出决定的，不视为准予延续") if late else "",
    )


def _holds(actor: Actor, licence: LicenceFacts, task_code: str) -> bool:
    if licence.holder_organisation_id is not None:
        return actor.may_act_for("organisation", licence.holder_organisation_id, task_code)
    return licence.holder_person_id is not None and actor.may_act_for("person", licence.holder_person_id, task_code)
