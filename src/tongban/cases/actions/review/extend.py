"""Approve the one extension of the legal limit (行政许可法 第四十二条): the applicant is told why and until when."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.actions.proposing import answered, to_answer
from tongban.cases.actions.review.request_extension import NotToBeExtended, refuse_late
from tongban.cases.models import Proposal
from tongban.cases.queries.extension import extended, extended_due, is_joint
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.parties.rules.actor import Actor


@retried
def extend(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Make the legal clock longer by the days that were asked for, before it runs out, and print the notice.

    The head of the organ approves, the head of the government where the handling is joint, never who asked. The
    promised clock grows only where the parameter `extension_extends_promise` says so. Raises NothingProposed,
    TooLateToExtend, NotYours, NotFound, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "extend", actor)
    asked = to_answer(facts, Proposal.Kind.EXTENSION, actor)
    refuse_late(facts, day_of(at))
    days = int(asked.facts["days"])
    legal, due = facts.running("legal"), extended_due(facts, days)
    if legal is None or due is None:
        raise NotToBeExtended(_("此件没有正在计算的法定期限，不需要延期"))
    approver = f"{'本级人民政府' if is_joint(facts) else '本机关'}负责人 {actor.name}"
    return step(
        facts,
        "extend",
        actor=actor,
        at=at,
        writes=[
            answered(asked, Proposal.Outcome.APPROVED, actor=actor, at=at),
            *(Change(clock, {"days": clock.days + days}) for clock in extended(facts)),
            paper(
                facts,
                "extension_notice",
                at=at,
                fields=[
                    ("申请人", facts.matter.applicant_name),
                    ("原办结期限", chinese_day(legal.due_on)),
                    ("延长时间", f"{days} 个工作日"),
                    ("新的办结期限", chinese_day(due.day)),
                    ("批准人", approver),
                ],
                body=[
                    "您的申请在法定期限内不能作出决定，依照《中华人民共和国行政许可法》第四十二条的规定，"
                    "经批准延长办理期限，现将延长的理由告知您。",
                    f"理由：{asked.reason}",
                ],
            ),
        ],
        said={"days": days, "legal_due_on": due.day.isoformat(), "before": legal.due_on.isoformat()},
    )
