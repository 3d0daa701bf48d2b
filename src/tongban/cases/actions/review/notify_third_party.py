"""Tell somebody whose important interests the licence touches directly (行政许可法 第三十六条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.models import ThirdParty
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import calendar_of, parameter
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Insert
from tongban.parties.rules.actor import Actor


@retried
def notify_third_party(
    *, number: str, name: str, interest: str, actor: Actor, at: dt.datetime, phone: str = ""
) -> Stepped:
    """Give notice with the days to state one's view; the decision waits until these are over or the view is there.

    Raises BadInput naming the field, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "notify_third_party", actor)
    errors = {}
    if not name.strip():
        errors["name"] = _("请填写利害关系人")
    if not interest.strip():
        errors["interest"] = _("请写明此项许可直接关系到的重大利益")
    if errors:
        raise BadInput(errors)
    today = day_of(at)
    days = parameter("third_party_answer_days", facts.region_code, today)
    until = calendar_of(facts.region_code).add(today, days).day
    told = ThirdParty(
        name=name.strip()[:200],
        phone=phone.strip()[:40],
        interest=interest.strip()[:2000],
        told_at=at,
        answer_until=until,
    )
    return step(
        facts,
        "notify_third_party",
        actor=actor,
        at=at,
        writes=[
            Insert(told),
            paper(
                facts,
                "third_party_notice",
                at=at,
                addressee=told.name,
                fields=[
                    ("利害关系人", told.name),
                    ("直接关系到的利益", told.interest),
                    ("陈述意见期限", f"{days} 个工作日，至 {chinese_day(until)}"),
                ],
                body=[
                    "上述行政许可申请直接关系到您的重大利益，依照《中华人民共和国行政许可法》第三十六条的规定告知您。"
                    "您有权进行陈述和申辩；请在期限内提出意见，可以书面提出，也可以到窗口口头陈述。"
                ],
            ),
        ],
        said={"answer_until_on": until.isoformat()},
    )
