"""Silence accepts: what is not answered in time is accepted from its receipt on (行政许可法 第三十二条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.intake.limits import due_days, limit_lines, limits
from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.actions.promises.on_acceptance import promised_on_acceptance
from tongban.cases.actions.proposing import fallen_away
from tongban.cases.models import Case, Proposal
from tongban.cases.queries.reading import read_case, version_of
from tongban.kernel.clock import day_of
from tongban.matters.actions.alerts import alert
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import SYSTEM, Actor


class StillInTime(NotAllowedNow):
    """The window may still answer, or owes no answer on acceptance."""


@retried
def deem_accepted(*, number: str, at: dt.datetime, actor: Actor = SYSTEM) -> Stepped:
    """Record that the application is accepted by law from the day of its receipt, and start the limits on that day.

    After a correction it is the day on which the corrected materials came. It is recorded now, as now, and raises an
    alert (M01). Raises StillInTime, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "deem_accepted", actor)
    case: Case = facts.parts["case"]
    intake = facts.running("intake")
    if intake is None or intake.due_on >= day_of(at) or case.received_at is None or case.mock:
        raise StillInTime(_("受理答复期限还没有过，不能视为受理"))
    item = version_of(case.version_id).in_situation(case.situation)
    receipt = day_of(case.received_at)
    clocks = limits(facts, item, receipt)
    since = clocks["promise"].started_on
    promised = promised_on_acceptance(facts, item, clocks, at=at, by_silence=True)
    writes: list[Write] = [
        *stop(intake, day_of(at)),
        *fallen_away(facts, Proposal.Kind.REFUSAL, at=at),
        *(Insert(clock) for clock in clocks.values()),
        Change(case, {"accepted_on": since, "deemed_accepted": True}),
        paper(
            facts,
            "acceptance_notice",
            at=at,
            fields=[
                ("申请人", facts.matter.applicant_name),
                ("受理方式", "视为受理"),
                ("收到申请材料之日", chinese_day(receipt)),
                ("最迟告知日", chinese_day(intake.due_on)),
                ("受理日期", chinese_day(since)),
                *limit_lines(clocks),
                *promised.fields,
            ],
            body=[
                f"我机关应当在{chinese_day(intake.due_on)}前告知您是否受理，或者一次性告知需要补正的全部内容，逾期没有告知。",
                "依照《中华人民共和国行政许可法》第三十二条第一款第（四）项的规定，逾期不告知的，自收到申请材料之日起即为受理。"
                "您的申请自上述受理日期起视为受理，办理期限从该日起计算。",
                *promised.body,
            ],
        ),
        *promised.writes,
        alert("M01", facts.matter, at=at, facts={"intake_due_on": intake.due_on.isoformat(), "state": facts.state}),
    ]
    return step(
        facts,
        "deem_accepted",
        actor=actor,
        at=at,
        writes=writes,
        changes={"holder_id": None},
        said={
            "accepted_on": since.isoformat(),
            "intake_due_on": intake.due_on.isoformat(),
            **due_days(clocks),
            **promised.said,
        },
    )
