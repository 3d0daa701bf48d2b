"""What the moves after the decision still wait for; the table of all moves is in `readiness`."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.lifecycle.words import GRANTED
from tongban.cases.models import Case, Challenge, Charge, Decision
from tongban.cases.queries.reading import item_of
from tongban.cases.queries.renewals import applied_on
from tongban.cases.rules.challenges import to_be_redone
from tongban.cases.rules.validity import applied_in_time
from tongban.kernel.clock import today
from tongban.kernel.queries import parameter
from tongban.licences.queries import licence_facts
from tongban.matters.queries import Facts


def no_licence(facts: Facts) -> str:
    """Tell that no licence is to be made: none is the result, one is given up, it has no effect, or is there."""
    case: Case = facts.parts["case"]
    item = item_of(facts)
    if not (item.result_kind == "licence" and item.licence_type):
        return _("此事项的结果不是证照，请直接送达决定书")
    if case.purpose == Case.Purpose.SURRENDER:
        return _("本件是注销申请，不制作证照，请直接送达")
    if case.mock:
        return _("模拟办理没有法律效力，不制作证照")
    return _("证照已经在登记簿中，请直接送达") if _made(facts) else ""


def licence_not_made(facts: Facts) -> str:
    """Tell that what was granted is a licence that is not made yet."""
    owed = facts.state == "granted" and item_of(facts).result_kind == "licence"
    return _("请先制证，再送达") if owed and not no_licence(facts) else ""


def _made(facts: Facts) -> bool:
    decision: Decision | None = facts.parts["decision"]
    return decision is not None and bool(decision.licence_identifier)


def fees_unpaid(facts: Facts) -> str:
    """Tell that the licence waits for its fee, where the city has it wait (parameter `fee_blocks`)."""
    if not item_of(facts).fees:
        return ""
    if parameter("fee_blocks", facts.region_code, today()) != "issue":
        return ""
    charges: list[Charge] = facts.parts["charges"]
    owed = [each.name for each in charges if each.paid_at is None and each.amount > each.reduction]
    return _("还有费用未缴：%(names)s；缴清后制证") % {"names": "、".join(owed)} if owed else ""


def no_fee(facts: Facts) -> str:
    """Tell that the item asks for no fee, not in a mock case, or not before it is accepted (第五十八条)."""
    item = item_of(facts)
    if facts.parts["case"].mock:
        return _("模拟办理不收费")
    if not item.fees:
        return _("此事项不收费")
    early = facts.parts["case"].accepted_on is None
    return _("受理之前不收费") if early and not any(fee.before_acceptance for fee in item.fees) else ""


def nothing_to_pay(facts: Facts) -> str:
    """Tell that no fee waits to be paid."""
    charges: list[Charge] = facts.parts["charges"]
    return "" if any(each.paid_at is None for each in charges) else _("没有待缴的费用")


def nothing_to_refund(facts: Facts) -> str:
    """Tell that nothing was paid that could be given back."""
    charges: list[Charge] = facts.parts["charges"]
    left = any(each.paid_at is not None and each.refunded < each.amount - each.reduction for each in charges)
    return "" if left else _("没有可以退的费用")


def not_instant(facts: Facts) -> str:
    """Tell that the item is not one that is finished on the spot."""
    instant = item_of(facts).instance == "instant"
    return "" if instant else _("此事项不是即办件，请按步骤办理")


def not_deemed_renewed(facts: Facts, on: dt.date) -> str:
    """Tell why silence does not renew the licence: it is still valid, or the renewal came too late."""
    case: Case = facts.parts["case"]
    until = licence_facts(case.about_licence).valid_until if case.purpose == Case.Purpose.RENEWAL else None
    applied = applied_on(case) if until is not None and on > until else None
    if until is None or applied is None:
        return _("证照的有效期还没有届满，不能视为准予延续")
    days = parameter("renewal_apply_days", facts.region_code, on)
    in_time = applied_in_time(applied, until, days)
    return "" if in_time else _("延续申请晚于规定时间提出，不适用视为准予延续")


def no_challenge(facts: Facts) -> str:
    """Tell that no reconsideration or lawsuit runs."""
    return "" if any(not each.outcome for each in facts.parts["challenges"]) else _("没有正在进行的复议或诉讼")


def nothing_to_redo(facts: Facts) -> str:
    """Tell that no challenge has ended with the decision being quashed or to be taken anew.

    A grant that was quashed is revoked first: it must not stand while it is decided anew.
    """
    ordered: Challenge | None = to_be_redone(facts.parts["challenges"])
    if ordered is None:
        return _("没有要求重新办理的复议或诉讼结果")
    quashed = ordered.outcome == Challenge.Outcome.REVOKED and facts.state in GRANTED.split()
    return _("原来准予的决定已被撤销，请先办理撤销，再重新办理") if quashed else ""
