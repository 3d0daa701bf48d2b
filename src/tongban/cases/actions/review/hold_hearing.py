"""Record the hearing that was held (行政许可法 第四十八条): the decision follows its minutes."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.actions.review.convene_hearing import GROUND
from tongban.cases.queries.hearing import hearing_not_to_be_recorded, hearing_of
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.pauses import end_pause
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class NoHearingToRecord(NotAllowedNow):
    """No hearing was convened, its day has not come, or its minutes are there."""


@retried
def hold_hearing(*, number: str, minutes: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Keep the minutes; the clock runs again from the day of the hearing, however late these are written.

    Raises BadInput without minutes, NoHearingToRecord, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "hold_hearing", actor)
    hearing = hearing_of(facts)
    why = hearing_not_to_be_recorded(facts, day_of(at))
    if why or hearing is None or hearing.held_on is None:
        raise NoHearingToRecord(why)
    if not minutes.strip():
        raise BadInput({"minutes": _("请录入听证笔录")})
    return step(
        facts,
        "hold_hearing",
        actor=actor,
        at=at,
        writes=[
            Change(hearing, {"minutes": minutes.strip(), "recorded_at": at}),
            *(
                end_pause(pause, on=hearing.held_on, result="听证已举行")
                for pause in facts.pauses
                if pause.kind == GROUND and pause.ended_on is None
            ),
            paper(
                facts,
                "hearing_minutes",
                at=at,
                fields=[
                    ("申请人", facts.matter.applicant_name),
                    ("申请听证的人", hearing.asked_by_name),
                    ("听证日期", chinese_day(hearing.held_on)),
                    ("地点", hearing.place),
                    ("听证主持人", hearing.host_name),
                    ("记录人", actor.name),
                ],
                body=minutes.strip().split("\n"),
            ),
        ],
        said={"held_on": hearing.held_on.isoformat()},
    )
