"""The hearing of a case and the third parties that it touches (行政许可法 第三十六条、第四十六条至第四十八条)."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.cases.access import HANDLING, is_applicant
from tongban.cases.models import Hearing, ThirdParty
from tongban.cases.queries.reading import read_case
from tongban.kernel.queries import calendar_of, parameter
from tongban.kernel.rules.codes import mask_name
from tongban.matters.queries import Facts
from tongban.parties.queries import officials_charged
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import OfficialView


@dataclass(frozen=True, slots=True)
class HearingView:
    """A hearing as a page shows it; who asked is masked for those who only watch, and the minutes are left out."""

    told_at: dt.datetime
    ask_until: dt.date
    asked_at: dt.datetime | None
    asked_by_name: str
    convene_until: dt.date | None
    held_on: dt.date | None
    place: str
    public: bool
    host_name: str
    minutes: str
    recorded_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ThirdPartyView:
    """A third party that was told, masked for those who only watch; the applicant is not shown who it is."""

    id: int
    name: str
    phone: str
    interest: str
    told_at: dt.datetime
    answer_until: dt.date
    statement: str
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class HearingDesk:
    """What the lead convenes a hearing with: who may host it, and between which days it may be."""

    hosts: list[OfficialView]
    earliest: dt.date
    latest: dt.date | None


def hearing_view(facts: Facts, shown: bool) -> HearingView | None:
    """Return the hearing of a case, None before anybody was told of the right to one."""
    found = hearing_of(facts)
    if found is None:
        return None
    return HearingView(
        told_at=found.told_at,
        ask_until=found.ask_until,
        asked_at=found.asked_at,
        asked_by_name=found.asked_by_name if shown else mask_name(found.asked_by_name),
        convene_until=found.convene_until,
        held_on=found.held_on,
        place=found.place,
        public=found.public,
        host_name=found.host_name,
        minutes=found.minutes if shown else "",
        recorded_at=found.recorded_at,
    )


def third_party_views(facts: Facts, actor: Actor, shown: bool) -> list[ThirdPartyView]:
    """Return the third parties that were told; none to the applicant."""
    if is_applicant(actor, facts):
        return []
    return [
        ThirdPartyView(
            id=each.pk,
            name=each.name if shown else mask_name(each.name),
            phone=each.phone if shown else "",
            interest=each.interest if shown else "",
            told_at=each.told_at,
            answer_until=each.answer_until,
            statement=each.statement if shown else "",
            answered_at=each.answered_at,
        )
        for each in third_parties_of(facts)
    ]


def hearing_desk(actor: Actor, number: str, today: dt.date) -> HearingDesk:
    """Return what a hearing is convened with. Raises NotFound."""
    facts = read_case(number, actor)
    hosts = [each for each in hosts_of(facts, today) if each.id not in actor.officials]
    hearing = hearing_of(facts)
    return HearingDesk(
        hosts, earliest_hearing(facts, today), latest_hearing(facts, hearing, today) if hearing else None
    )


def hearing_of(facts: Facts) -> Hearing | None:
    """Return the case's hearing, None before anybody was told of the right to one."""
    hearings: list[Hearing] = facts.parts["hearings"]
    return hearings[-1] if hearings else None


def third_parties_of(facts: Facts) -> list[ThirdParty]:
    """Return the third parties that were told, in that order."""
    return list(facts.parts["third_parties"])


def hosts_of(facts: Facts, on: dt.date) -> list[OfficialView]:
    """Return who may host the hearing: officials of the authority who neither receive nor review this case."""
    case = facts.parts["case"]
    apart = {case.clerk_id, facts.matter.holder_id, *(each.told_by_id for each in facts.parts["corrections"])}
    apart |= {each.reviewer_id for each in facts.parts["reviews"]}
    charged = officials_charged(HANDLING, facts.matter.owner_id, case.task_code, on=on)
    return [official for official in charged if official.id not in apart]


def earliest_hearing(facts: Facts, on: dt.date) -> dt.date:
    """Return the first day on which a hearing may be held that is told of today."""
    days = parameter("hearing_notice_days", facts.region_code, on)
    return calendar_of(facts.region_code).add(on, days).day


def latest_hearing(facts: Facts, hearing: Hearing, on: dt.date) -> dt.date | None:
    """Return the last day on which a hearing may be held; once that cannot be met, the first day that can.

    Who asked is owed the hearing though it comes late: the case could not be decided otherwise.
    """
    until = hearing.convene_until
    return max(until, earliest_hearing(facts, on)) if until is not None else None


def told_of_hearing(facts: Facts) -> str:
    """Tell that the applicant was told of the right to a hearing before."""
    return _("已经告知过听证权利") if hearing_of(facts) else ""


def hearing_not_to_be_asked(facts: Facts, today: dt.date) -> str:
    """Tell why no hearing can be asked for: nobody was told of the right, it was asked for, or it is too late."""
    hearing = hearing_of(facts)
    if hearing is None:
        return _("还没有告知听证权利")
    if hearing.asked_at is not None:
        return _("已经申请过听证")
    if today > hearing.ask_until:
        return _("申请听证的期限（%(day)s）已过") % {"day": f"{hearing.ask_until:%Y-%m-%d}"}
    return ""


def hearing_not_to_be_convened(facts: Facts) -> str:
    """Tell why no hearing can be convened: nobody asked for one, or it was held."""
    hearing = hearing_of(facts)
    if hearing is None or hearing.asked_at is None:
        return _("没有人申请听证")
    return _("听证已经举行") if hearing.recorded_at else ""


def hearing_not_to_be_recorded(facts: Facts, today: dt.date) -> str:
    """Tell why there is nothing to record: no hearing was convened, its day has not come, or its minutes are there."""
    hearing = hearing_of(facts)
    if hearing is None or hearing.held_on is None:
        return _("还没有组织听证")
    if hearing.recorded_at is not None:
        return _("听证笔录已经制作")
    return _("听证还没有举行") if today < hearing.held_on else ""


def hearing_owed(facts: Facts, today: dt.date) -> str:
    """Tell that the decision waits for a hearing that was asked for, or that may still be asked for."""
    hearing = hearing_of(facts)
    if hearing is None or hearing.recorded_at is not None:
        return ""
    if hearing.asked_at is not None:
        return _("有人申请了听证，听证举行后根据笔录作出决定（行政许可法第四十八条）")
    return _("申请听证的期限还没有过，期满后才能作出决定") if today <= hearing.ask_until else ""


def third_parties_awaited(facts: Facts, today: dt.date) -> str:
    """Tell that the decision waits for third parties whose time to answer runs."""
    names = [each.name for each in third_parties_of(facts) if each.answered_at is None and today <= each.answer_until]
    return _("利害关系人陈述意见的期限还没有过：%(names)s") % {"names": "、".join(names)} if names else ""


def nobody_told(facts: Facts) -> str:
    """Tell that no third party is asked for its view, or that all have given it."""
    waiting = any(each.answered_at is None for each in third_parties_of(facts))
    return "" if waiting else _("没有等待答复的利害关系人")
