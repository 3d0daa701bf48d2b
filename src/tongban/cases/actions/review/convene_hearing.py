"""Convene the hearing that was asked for (行政许可法 第四十七条、第四十八条); its time is not counted (第四十五条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.models import Hearing
from tongban.cases.queries.grounds import lawful_grounds
from tongban.cases.queries.hearing import (
    earliest_hearing,
    hearing_not_to_be_convened,
    hearing_of,
    hosts_of,
    latest_hearing,
)
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import calendar_of
from tongban.matters.actions.pauses import start_pause
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Write
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import OfficialView

GROUND = "hearing"


class NoHearingToConvene(NotAllowedNow):
    """Nobody has asked for a hearing, or it was held."""


@retried
def convene_hearing(
    *,
    number: str,
    held_on: dt.date,
    place: str,
    host_id: int,
    actor: Actor,
    at: dt.datetime,
    public: bool = True,
) -> Stepped:
    """Give notice of the day, the place and the host of the hearing, and stop the clock until it is held.

    It is held on a working day, no earlier than seven working days from now and no later than twenty from when it was
    asked for, or as soon as may be once these are gone; its host took no part in receiving or reviewing the case. Said
    again before it is held, it moves the day. Raises BadInput, NoHearingToConvene, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "convene_hearing", actor)
    hearing, today = hearing_of(facts), day_of(at)
    if hearing is None or (why := hearing_not_to_be_convened(facts)):
        raise NoHearingToConvene(why if hearing else hearing_not_to_be_convened(facts))
    host = next((each for each in hosts_of(facts, today) if each.id == host_id), None)
    errors = _wrong_day(facts, hearing, held_on, today)
    if not place.strip():
        errors["place"] = _("请写明时间和地点")
    if host is None or host.id == actor.official_id:
        errors["host_id"] = _("请选择本机关没有收件、没有审查此件的人员主持听证")
    if errors or host is None:
        raise BadInput(errors)
    days = calendar_of(facts.region_code).between(today, held_on)
    return step(
        facts,
        "convene_hearing",
        actor=actor,
        at=at,
        writes=[
            Change(
                hearing,
                {
                    "noticed_at": at,
                    "held_on": held_on,
                    "place": place.strip()[:300],
                    "public": public,
                    "host_id": host.id,
                    "host_name": host.name,
                },
            ),
            _pause(facts, held_on, days, today, actor),
            _notice(facts, hearing, held_on, place.strip()[:300], public, host, days, at),
        ],
        said={"held_on": held_on.isoformat(), "days": days, "host": host.id, "public": public},
    )


def _wrong_day(facts: Facts, hearing: Hearing, held_on: dt.date, today: dt.date) -> dict[str, str]:
    earliest, latest = earliest_hearing(facts, today), latest_hearing(facts, hearing, today)
    if held_on < earliest:
        return {"held_on": _("举行听证的七日前要通知：最早 %(day)s") % {"day": f"{earliest:%Y-%m-%d}"}}
    if latest is not None and held_on > latest:
        return {"held_on": _("应当在申请听证之日起二十日内组织：最晚 %(day)s") % {"day": f"{latest:%Y-%m-%d}"}}
    if not calendar_of(facts.region_code).is_working(held_on):
        return {"held_on": _("请选择工作日")}
    return {}


def _pause(facts: Facts, held_on: dt.date, days: int, today: dt.date, actor: Actor) -> Write:
    running = next((each for each in facts.pauses if each.kind == GROUND and each.ended_on is None), None)
    if running is not None:
        more = calendar_of(facts.region_code).between(running.started_on, held_on)
        return Change(running, {"declared_days": more, "expected_end_on": held_on})
    return start_pause(
        GROUND,
        basis=lawful_grounds(facts.region_code, today)[GROUND].basis,
        reason="组织听证",
        days=days,
        on=today,
        region_code=facts.region_code,
        official_id=actor.official_id,
    )


def _notice(
    facts: Facts,
    hearing: Hearing,
    held_on: dt.date,
    place: str,
    public: bool,
    host: OfficialView,
    days: int,
    at: dt.datetime,
) -> Write:
    return paper(
        facts,
        "hearing_notice",
        at=at,
        fields=[
            ("申请人", facts.matter.applicant_name),
            ("申请听证的人", hearing.asked_by_name),
            ("听证日期", chinese_day(held_on)),
            ("时间和地点", place),
            ("听证主持人", host.name),
            ("是否公开", "公开举行" if public else "不公开举行（涉及国家秘密、商业秘密或者个人隐私）"),
            ("所需时间", f"{days} 个工作日，不计入办理期限（第四十五条）"),
        ],
        body=[
            "依照《中华人民共和国行政许可法》第四十八条的规定举行听证，请届时参加；可以申辩和质证。",
            "您认为主持人与该行政许可事项有直接利害关系的，有权申请回避。",
        ],
    )
