"""Decide on the application (行政许可法 第三十八条、第四十二条)."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.access import is_instant, took_part
from tongban.cases.actions.decision.effect_on_licence import after_redoing, close_down, validity_of
from tongban.cases.actions.intake.refuse_acceptance import REMEDIES
from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.actions.proposing import fallen_away
from tongban.cases.models import Case, Decision
from tongban.cases.queries.hearing import hearing_owed, third_parties_awaited
from tongban.cases.queries.lists import withholding_grounds
from tongban.cases.queries.promises import may_only_be_refused, missing_mark
from tongban.cases.queries.readiness import opinions_missing, suspended, withdrawal_asked
from tongban.cases.queries.reading import read_case, version_of
from tongban.cases.queries.reviews import in_order
from tongban.cases.rules.conditions import conditions_from
from tongban.cases.rules.decisions import decision_kind, decision_title, decision_words
from tongban.cases.rules.publication import WITHHELD_PARTS
from tongban.catalogue.queries import ImplementationView
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.licences.queries import licence_facts
from tongban.matters.actions.project import start_clock, stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor, DutyKind

# What runs until the decision; the expiry of what is renewed is a limit as well (第五十条).
UNTIL_DECISION = ("legal", "promise", "renewal")


class ReviewsOutstanding(NotAllowedNow):
    """An authority still owes its opinion."""


class OthersToBeHeard(NotAllowedNow):
    """A hearing was asked for or may be yet, or third parties have time to state their view."""


class StillSuspended(NotAllowedNow):
    """A special procedure is open; the clock must run again first."""


class WithdrawalAsked(NotAllowedNow):
    """The applicant has asked to withdraw; that is answered first."""


@retried
def decide(
    *,
    number: str,
    outcome: str,
    actor: Actor,
    at: dt.datetime,
    reasons: str = "",
    conditions: str | None = None,
    withheld: Mapping[str, str] | None = None,
) -> Stepped:
    """Grant or refuse, with a written decision; the delivery clock starts (第四十四条).

    A refusal needs reasons and tells the remedies. `conditions` are those of the opinions unless told otherwise.
    `withheld` names the parts that must not be published (WITHHELD_PARTS), each with its ground (第五条). A granted
    surrender cancels its licence in the same transaction. Raises BadInput, ReviewsOutstanding, StillSuspended,
    OthersToBeHeard, WithdrawalAsked, NotYours for one who received or reviewed the case, NotFound, NotAllowedNow.
    """
    facts = read_case(number, actor)
    case: Case = facts.parts["case"]
    decides = actor.holds(DutyKind.DECIDER, facts.matter.owner_id, case.task_code)
    if decides and not is_instant(facts) and took_part(actor, facts):
        raise NotYours(_("您参与了此件的收件或审查，不能作出决定（受审分离）"))
    allow(facts, "decide", actor)
    if why := suspended(facts):
        raise StillSuspended(why)
    if why := withdrawal_asked(facts):
        raise WithdrawalAsked(why)
    if why := opinions_missing(facts):
        raise ReviewsOutstanding(why)
    today = day_of(at)
    if why := hearing_owed(facts, today) or third_parties_awaited(facts, today):
        raise OthersToBeHeard(why)
    kept_back = dict(withheld or {})
    _refuse_bad_input(facts, outcome, reasons, kept_back, today)
    granted = outcome == Decision.Outcome.GRANTED
    valid_from, valid_until = validity_of(facts, today) if granted else (None, None)
    bound = conditions_from(in_order(facts)) if conditions is None else conditions
    decision = Decision(
        outcome=outcome,
        reasons=reasons.strip(),
        conditions=bound.strip() if granted else "",
        valid_from=valid_from,
        valid_until=valid_until,
        decided_by_id=actor.official_id,
        decider_name=actor.name,
        decided_at=at,
        withheld=kept_back,
    )
    effect = _effect_on_licence(facts, granted, actor, at)
    if effect is None:
        return take_decision(facts, "decide", decision, actor=actor, at=at)
    with transaction.atomic():
        stepped = take_decision(facts, "decide", decision, actor=actor, at=at)
        effect()
        return stepped


def take_decision(
    facts: Facts, verb: str, decision: Decision, *, actor: Actor, at: dt.datetime, also: Sequence[Write] = ()
) -> Stepped:
    """Write a decision with its document and stop the clocks that ran until it; also for a deemed one."""
    case: Case = facts.parts["case"]
    today = day_of(at)
    days = parameter("delivery_days", facts.region_code, today)
    delivery = start_clock(None, "delivery", on=today, days=days, region_code=facts.region_code)
    return step(
        facts,
        verb,
        actor=actor,
        at=at,
        to=decision.outcome,
        writes=[
            *(write for kind in UNTIL_DECISION for write in stop(facts.running(kind), today)),
            # What was deferred is still owed for what is granted, and for nothing else.
            *(stop(facts.running("tolerance"), today) if decision.outcome == Decision.Outcome.REFUSED else ()),
            *fallen_away(facts, at=at),
            Insert(delivery),
            _kept(facts, decision),
            Change(case, {"decided_at": at}),
            _paper(facts, version_of(case.version_id), decision, at),
            *also,
        ],
        changes={"holder_id": None},
        said={"outcome": decision.outcome, **({"deemed": True} if decision.deemed else {})},
    )


def _refuse_bad_input(facts: Facts, outcome: str, reasons: str, withheld: Mapping[str, str], on: dt.date) -> None:
    errors = {}
    if outcome not in Decision.Outcome.values:
        errors["outcome"] = _("请选择准予或不予")
    elif outcome == Decision.Outcome.GRANTED and (why := may_only_be_refused(facts)):
        errors["outcome"] = why
    if outcome == Decision.Outcome.REFUSED and not reasons.strip():
        errors["reasons"] = _("不予许可的，请说明理由（行政许可法第三十八条）")
    grounds = withholding_grounds(facts.region_code, on) if withheld else ()
    for part, ground in withheld.items():
        if part not in WITHHELD_PARTS or ground not in grounds:
            errors["withheld"] = _("只有涉及国家秘密、商业秘密或者个人隐私的部分可以不公开，请逐项选择依据")
    if errors:
        raise BadInput(errors)


def _kept(facts: Facts, decision: Decision) -> Write:
    """Keep one decision of a case: a new one stands in the place of the one that had to be taken anew."""
    earlier: Decision | None = facts.parts["decision"]
    if earlier is None:
        return Insert(decision)
    fields = (field.attname for field in Decision._meta.concrete_fields if not field.primary_key)
    if (held := earlier.licence_identifier) and licence_facts(held).written_state not in ("revoked", "cancelled"):
        decision.licence_identifier = held
    return Change(earlier, {name: getattr(decision, name) for name in fields})


def _effect_on_licence(facts: Facts, granted: bool, actor: Actor, at: dt.datetime) -> Callable[[], None] | None:
    case: Case = facts.parts["case"]
    if case.mock:
        return None
    if granted and case.purpose == Case.Purpose.SURRENDER:
        return lambda: close_down(facts, actor=actor, at=at)
    earlier: Decision | None = facts.parts["decision"]
    if earlier is not None and earlier.licence_identifier:
        return lambda: after_redoing(earlier.licence_identifier, granted, actor=actor, at=at)
    return None


def _paper(facts: Facts, item: ImplementationView, decision: Decision, at: dt.datetime) -> Insert:
    granted = decision.outcome == Decision.Outcome.GRANTED
    purpose = facts.parts["case"].purpose
    words = decision_words(item.type, purpose, granted)
    fields = [("申请人", facts.matter.applicant_name), ("决定", words)]
    if decision.valid_until:
        fields.append(("有效期至", chinese_day(decision.valid_until)))
    if granted and (mark := missing_mark(facts)):
        fields.append(("容缺", mark))
    basis = "、".join(f"《{b.law}》{b.article}" for b in item.basis if not b.local_parameter)
    body = [f"经审查，依照{basis}的规定，决定如下：" if basis else "经审查，决定如下："]
    if decision.deemed:
        body = [
            "在该行政许可有效期届满前未作出是否准予延续的决定，依照《中华人民共和国行政许可法》第五十条，视为准予延续。"
        ]
    body.append(
        f"{words}{facts.matter.applicant_name}的“{facts.matter.subject}”申请。"
        if granted
        else f"对{facts.matter.applicant_name}的“{facts.matter.subject}”申请{words}。"
    )
    body += [f"条件：{decision.conditions}"] if decision.conditions else []
    body += [f"理由：{decision.reasons}"] if decision.reasons else []
    body += [] if granted else [REMEDIES]
    title = decision_title(item.type, purpose, granted)
    return paper(facts, decision_kind(purpose, granted), at=at, title=title, fields=fields, body=body)
