"""Decide on the application (行政许可法 第三十八条、第四十二条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.access import took_part
from tongban.cases.actions.intake.refuse_acceptance import REMEDIES
from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.models import Decision
from tongban.cases.queries.readiness import opinions_missing, suspended
from tongban.cases.queries.reading import read_case, version_of
from tongban.cases.rules.validity import months_after
from tongban.catalogue.queries import ImplementationView
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.project import start_clock, stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor, DutyKind


class ReviewsOutstanding(NotAllowedNow):
    """An authority still owes its opinion."""


class StillSuspended(NotAllowedNow):
    """A special procedure is open; the clock must run again first."""


@retried
def decide(
    *, number: str, outcome: str, actor: Actor, at: dt.datetime, reasons: str = "", conditions: str = ""
) -> Stepped:
    """Grant or refuse, with a written decision; the delivery clock starts (第四十四条).

    A refusal needs reasons and tells the remedies. Raises BadInput, ReviewsOutstanding, StillSuspended, NotYours for
    one who received or reviewed the case, NotFound, NotAllowedNow.
    """
    facts = read_case(number, actor)
    decides = actor.holds(DutyKind.DECIDER, facts.matter.owner_id, facts.parts["case"].task_code)
    if decides and took_part(actor, facts):
        raise NotYours(_("您参与了此件的收件或审查，不能作出决定（受审分离）"))
    allow(facts, "decide", actor)
    item = version_of(facts.parts["case"].version_id)
    if why := suspended(facts):
        raise StillSuspended(why)
    if why := opinions_missing(facts):
        raise ReviewsOutstanding(why)
    errors = {}
    if outcome not in Decision.Outcome.values:
        errors["outcome"] = _("请选择准予或不予")
    if outcome == Decision.Outcome.REFUSED and not reasons.strip():
        errors["reasons"] = _("不予许可的，请说明理由（行政许可法第三十八条）")
    if errors:
        raise BadInput(errors)
    today = day_of(at)
    granted = outcome == Decision.Outcome.GRANTED
    decision = Decision(
        outcome=outcome,
        reasons=reasons.strip(),
        conditions=conditions.strip(),
        valid_from=today if granted else None,
        valid_until=months_after(today, item.result_validity_months) if granted else None,
        decided_by_id=actor.official_id,
        decider_name=actor.name,
        decided_at=at,
    )
    days = parameter("delivery_days", facts.region_code, today)
    delivery = start_clock(None, "delivery", on=today, days=days, region_code=facts.region_code)
    return step(
        facts,
        "decide",
        actor=actor,
        at=at,
        to=outcome,
        writes=[
            *stop(facts.running("legal"), today),
            *stop(facts.running("promise"), today),
            Insert(delivery),
            Insert(decision),
            Change(facts.parts["case"], {"decided_at": at}),
            _paper(facts, item, decision, at),
        ],
        changes={"holder_id": None},
        said={"outcome": outcome},
    )


def _paper(facts: Facts, item: ImplementationView, decision: Decision, at: dt.datetime) -> Insert:
    granted = decision.outcome == Decision.Outcome.GRANTED
    licensing = item.type == "01"
    title = ("准予" if granted else "不予") + ("行政许可决定书" if licensing else "决定书")
    fields = [
        ("申请人", facts.matter.applicant_name),
        ("决定", "准予" if granted else "不予许可" if licensing else "不予"),
    ]
    if decision.valid_until:
        fields.append(("有效期至", chinese_day(decision.valid_until)))
    basis = "、".join(f"《{b.law}》{b.article}" for b in item.basis if not b.local_parameter)
    body = [f"经审查，依照{basis}的规定，决定如下：" if basis else "经审查，决定如下："]
    body.append(
        f"准予{facts.matter.applicant_name}的“{facts.matter.subject}”申请。"
        if granted
        else f"对{facts.matter.applicant_name}的“{facts.matter.subject}”申请不予许可。"
    )
    body += [f"条件：{decision.conditions}"] if decision.conditions else []
    body += [f"理由：{decision.reasons}"] if decision.reasons else []
    body += [] if granted else [REMEDIES]
    return paper(facts, "decision", at=at, title=title, fields=fields, body=body)
