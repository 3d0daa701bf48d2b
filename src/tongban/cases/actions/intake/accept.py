"""Accept an application that is complete and in form: the lawful clock starts (行政许可法 第三十二条、第四十二条)."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from tongban.cases.actions.intake.limits import due_days, limit_lines, limits, refuse_after_silence, under
from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.actions.promises.on_acceptance import promised_on_acceptance
from tongban.cases.actions.proposing import fallen_away
from tongban.cases.models import Proposal
from tongban.cases.queries.readiness import answers_missing
from tongban.cases.queries.reading import read_case, version_of
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class FormNotFilledIn(NotAllowedNow):
    """What was taken in at a window has questions of its form without an answer."""


@retried
def accept(
    *,
    number: str,
    actor: Actor,
    at: dt.datetime,
    note: str = "",
    deferred: Sequence[str] | None = None,
    occurred_at: dt.datetime | None = None,
) -> Stepped:
    """Start the legal and the promised clock and give the acceptance notice with the day on which the answer is due.

    Acceptance on a day off takes effect on the next working day where the limit is in working days. `deferred` names
    the materials that may come later (容缺受理), None all that the applicant promised. `occurred_at` is when it was
    accepted, where it is entered afterwards: the limits run from that day. Raises BadInput for a moment before the
    receipt or for what may not come later, FormNotFilledIn, AcceptedBySilence, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "accept", actor)
    refuse_after_silence(facts, day_of(at))
    if why := answers_missing(facts):
        raise FormNotFilledIn(why)
    case = facts.parts["case"]
    if occurred_at is not None and case.received_at is not None and occurred_at < case.received_at:
        raise BadInput({"occurred_at": _("受理不能早于收到申请材料")})
    item = version_of(case.version_id).in_situation(case.situation)
    clocks = limits(facts, item, day_of(occurred_at or at))
    promise = clocks["promise"]
    promised = promised_on_acceptance(facts, item, clocks, at=at, deferred=deferred)
    writes: list[Write] = [
        *stop(facts.running("intake"), day_of(at)),
        *fallen_away(facts, Proposal.Kind.REFUSAL, at=at),
        *(Insert(clock) for clock in clocks.values()),
        Change(case, {"accepted_on": promise.started_on, "clerk_id": actor.official_id}),
        paper(
            facts,
            "acceptance_notice",
            at=at,
            fields=[
                ("申请人", facts.matter.applicant_name),
                ("受理日期", chinese_day(promise.started_on)),
                *limit_lines(clocks),
                ("收费", "；".join(f"{fee.name}：{fee.standard}" for fee in item.fees) or "不收费"),
                *promised.fields,
            ],
            body=[
                f"您提交的申请材料齐全、符合法定形式，{under(item.type)}决定予以受理。",
                "依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在办理期限内，将另行书面告知。",
                *promised.body,
                *([note.strip()] if note.strip() else []),
            ],
        ),
        *promised.writes,
    ]
    return step(
        facts,
        "accept",
        actor=actor,
        at=at,
        writes=writes,
        changes={"holder_id": None},
        said={"accepted_on": promise.started_on.isoformat(), **due_days(clocks), **promised.said},
        occurred_at=occurred_at,
    )
