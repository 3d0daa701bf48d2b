"""Open a special procedure whose time is not counted (行政许可法 第四十五条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.queries.grounds import lawful_grounds
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import calendar_of, parameter
from tongban.matters.actions.pauses import start_pause
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.events import NotAllowedNow
from tongban.matters.lifecycle import LICENSING_LAW
from tongban.parties.rules.actor import Actor


class AlreadySuspended(NotAllowedNow):
    """One special procedure of a kind may be open at a time."""


@retried
def suspend(*, number: str, kind: str, days: int, reason: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Pause the clock on a ground of the closed list for a stated number of working days, with a written notice.

    Raises BadInput for a ground that the law does not name, for more days than may be declared, or without a reason;
    AlreadySuspended.
    """
    facts = read_case(number, actor)
    allow(facts, "suspend", actor)
    today = day_of(at)
    grounds = lawful_grounds(facts.region_code, today)
    longest = parameter("longest_pause_days", facts.region_code, today)
    errors = {}
    if kind not in grounds:
        errors["kind"] = _(
            "只有听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审的时间依法不计入期限；公示、踏勘、征求意见要计入"
        )
    if not 1 <= days <= longest:
        errors["days"] = _("请填写所需的工作日数（1 到 %(most)d）") % {"most": longest}
    if not reason.strip():
        errors["reason"] = _("请写明启动特别程序的理由")
    if errors:
        raise BadInput(errors)
    if any(pause.kind == kind and pause.ended_on is None for pause in facts.pauses):
        raise AlreadySuspended(_("同类特别程序正在进行，不能重复启动"))
    expected_end = calendar_of(facts.region_code).add(today, days).day
    ground = grounds[kind].label
    basis = f"《{LICENSING_LAW}》第四十五条"
    pause = start_pause(
        kind,
        basis=basis,
        reason=reason.strip(),
        days=days,
        on=today,
        region_code=facts.region_code,
        official_id=actor.official_id,
    )
    return step(
        facts,
        "suspend",
        actor=actor,
        at=at,
        writes=[
            pause,
            paper(
                facts,
                "special_procedure_notice",
                at=at,
                fields=[
                    ("申请人", facts.matter.applicant_name),
                    ("特别程序", ground),
                    ("法律依据", basis),
                    ("所需时间", f"{days} 个工作日"),
                    ("预计结束日期", chinese_day(expected_end)),
                ],
                body=[
                    f"您的申请依法需要进行{ground}，所需时间不计算在办理期限内，现将所需时间书面告知。",
                    f"理由：{reason.strip()}",
                ],
            ),
        ],
        said={"kind": kind, "days": days, "expected_end_on": expected_end.isoformat()},
    )
