"""Tell the applicant of the right to a hearing (行政许可法 第四十六条、第四十七条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.models import Hearing
from tongban.cases.queries.hearing import told_of_hearing
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import calendar_of, parameter
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class AlreadyTold(NotAllowedNow):
    """The right to a hearing was told before; its time to ask runs from then."""


@retried
def tell_of_hearing(*, number: str, about: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Give notice of what a hearing can be asked for about, and until when: five working days from now.

    Raises BadInput without a subject, AlreadyTold, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "tell_of_hearing", actor)
    if why := told_of_hearing(facts):
        raise AlreadyTold(why)
    if not about.strip():
        raise BadInput({"about": _("请写明可以就什么申请听证")})
    today = day_of(at)
    days = parameter("hearing_request_days", facts.region_code, today)
    until = calendar_of(facts.region_code).add(today, days).day
    return step(
        facts,
        "tell_of_hearing",
        actor=actor,
        at=at,
        writes=[
            Insert(Hearing(told_at=at, ask_until=until)),
            paper(
                facts,
                "hearing_rights_notice",
                at=at,
                fields=[
                    ("申请人", facts.matter.applicant_name),
                    ("听证事项", about.strip()),
                    ("申请期限", f"{days} 个工作日，至 {chinese_day(until)}"),
                ],
                body=[
                    "依照《中华人民共和国行政许可法》第四十七条的规定，您和利害关系人有要求听证的权利。"
                    "请在申请期限内提出；逾期不提出的，视为放弃。您不承担组织听证的费用。"
                ],
            ),
        ],
        said={"ask_until_on": until.isoformat()},
    )
