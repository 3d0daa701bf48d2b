"""Applications about a licence that one holds: what may be asked for, what is taken over, and by when it is decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tongban.cases.models import Case, CaseMaterial
from tongban.cases.rules.validity import applied_in_time
from tongban.catalogue.queries import ImplementationView
from tongban.kernel.clock import ZONE, day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.queries import calendar_of, parameter
from tongban.kernel.rules.calendar import CalendarRanOut
from tongban.licences.queries import LicenceFacts, licence_facts
from tongban.matters.actions.hold import hold
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.matters.rules.clocks import effective_start
from tongban.parties.rules.views import PartyView

if TYPE_CHECKING:
    from tongban.matters.models import Clock


class LicenceNotValid(NotAllowedNow):
    """The licence is not in force, so there is nothing to renew, change, reissue or give up."""


class TooLate(NotAllowedNow):
    """The city takes no renewal so shortly before the expiry."""


class OneIsOpen(NotAllowedNow):
    """An application about this licence runs already."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What an application begins with that is about a licence: answers with their sources, and the files given then."""

    answers: dict[str, Any]
    sources: dict[str, Any]
    materials: list[Insert]


def refuse_unclear_purpose(purpose: str, about_licence: str) -> None:
    """Raise BadInput for an unknown purpose, and where a licence is named without one or the other way round."""
    if purpose not in Case.Purpose.values or (purpose == Case.Purpose.NEW) != (not about_licence):
        raise BadInput({"purpose": _("请选择要办的是延续、变更、补证还是注销，并指明是哪一份证照")})


def taken_over(
    purpose: str, identifier: str, item: ImplementationView, applicant: PartyView, at: dt.datetime
) -> TakenOver:
    """Check that the holder may apply so for the licence now, and return what the case that it came from had.

    Must be called in a transaction: one such application may be open at a time. Raises NotFound for a licence of
    somebody else, BadInput, LicenceNotValid, TooLate, OneIsOpen.
    """
    licence = _held_by(applicant, identifier, day_of(at))
    if licence.case_number:
        hold(licence.case_number)
    origin = Case.objects.filter(matter_id=licence.matter_id).first() if licence.matter_id else None
    if origin is None or origin.task_code != item.code:
        raise BadInput({"about_licence": _("这份证照不是由此事项发出的，请从证照页面开始申请")})
    if licence.state != "valid":
        raise LicenceNotValid(_("这份证照现在不是有效状态，不能延续、变更、补证或注销"))
    if purpose == Case.Purpose.RENEWAL:
        _refuse_renewal(licence, item.region_code, day_of(at))
    running = (
        Case.objects.filter(about_licence=identifier, mock=False, matter__closed_at=None)
        .select_related("matter")
        .first()
    )
    if running is not None:
        raise OneIsOpen(_("这份证照已有一件申请正在办理：%(number)s") % {"number": running.matter.number})
    return _copied(origin, licence, item, at)


def _held_by(applicant: PartyView, identifier: str, on: dt.date) -> LicenceFacts:
    licence = licence_facts(identifier, on)
    holder = licence.holder_person_id if applicant.kind == "person" else licence.holder_organisation_id
    if holder != applicant.id:
        raise NotFound(_("没有找到这份证照"))
    return licence


def _refuse_renewal(licence: LicenceFacts, region_code: str, on: dt.date) -> None:
    if licence.valid_until is None:
        raise LicenceNotValid(_("这份证照长期有效，不需要延续"))
    days = parameter("renewal_apply_days", region_code, on)
    late = not applied_in_time(on, licence.valid_until, days)
    if late and parameter("renewal_late", region_code, on) == "refuse":
        raise TooLate(_("延续应当在有效期届满 %(days)d 日前申请，请重新申请新证") % {"days": days})


def _copied(origin: Case, licence: LicenceFacts, item: ImplementationView, at: dt.datetime) -> TakenOver:
    known = item.form.get("properties", {})
    answers = {key: value for key, value in origin.answers.items() if key in known}
    mark = {"source": f"证照 {licence.number}", "as_of": origin.saved_at.astimezone(ZONE).date().isoformat()}
    asked = {material.code for material in item.materials}
    given = CaseMaterial.objects.filter(matter_id=origin.pk, removed_at=None, code__in=asked).order_by("pk")
    same = ("code", "name", "file_name", "media_type", "size", "sha256")
    return TakenOver(
        answers,
        dict.fromkeys(answers, mark),
        [Insert(CaseMaterial(added_at=at, **{name: getattr(each, name) for name in same})) for each in given],
    )


def before_expiry(facts: Facts, on: dt.date) -> Clock | None:
    """Return the clock of a renewal, due on the last working day of the old validity (第五十条); None for others."""
    case: Case = facts.parts["case"]
    if case.purpose != Case.Purpose.RENEWAL:
        return None
    until = licence_facts(case.about_licence).valid_until
    calendar = calendar_of(facts.region_code)
    start = effective_start(calendar, on)
    if until is None or until < start:
        return None
    try:
        days = calendar.between(start, until)
    except CalendarRanOut:
        return None  # so far off that every limit ends before
    return start_clock(None, "renewal", on=start, days=days, region_code=facts.region_code)
