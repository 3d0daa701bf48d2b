"""What a move still waits for as the case stands: the actions refuse by it, and the pages say it beforehand."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from tongban.cases.models import Case, Proposal
from tongban.cases.queries.extension import not_to_be_extended
from tongban.cases.queries.hearing import (
    hearing_not_to_be_asked,
    hearing_not_to_be_convened,
    hearing_not_to_be_recorded,
    hearing_owed,
    nobody_told,
    third_parties_awaited,
    told_of_hearing,
)
from tongban.cases.queries.outcome import (
    fees_unpaid,
    licence_not_made,
    no_challenge,
    no_fee,
    no_licence,
    nothing_to_pay,
    nothing_to_redo,
    nothing_to_refund,
)
from tongban.cases.queries.promises import deferred_missing, nothing_owed
from tongban.cases.queries.proposals import open_proposal
from tongban.cases.queries.reading import item_of
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.answers import check_answers
from tongban.matters.queries import Facts


def waits_for(verb: str, facts: Facts, today: dt.date) -> str:
    """Return why the move would be refused as the case stands now, nothing when it can be made."""
    found, by_day = _REASONS.get(verb), _REASONS_OF_THE_DAY.get(verb)
    return (found(facts) if found else "") or (by_day(facts, today) if by_day else "")


def told_before(facts: Facts) -> str:
    """Tell that the applicant was told of corrections before: the law allows telling once."""
    told = _("补正内容只能一次性告知，此件已经告知过，请受理；材料仍不齐的，在审查中处理")
    return told if facts.parts["corrections"] else ""


def held_already(facts: Facts) -> str:
    """Tell that somebody holds the case."""
    return _("此件已有承办人，如需换人，请由承办部门分派") if facts.matter.holder_id is not None else ""


def without_reviews(facts: Facts) -> str:
    """Tell that the item has no review steps."""
    return "" if _item(facts).steps else _("此事项没有审查环节，请直接作出决定")


def suspended(facts: Facts) -> str:
    """Tell that a special procedure is open."""
    return _("特别程序尚未结束，不能作出决定") if facts.open_pause else ""


def not_suspended(facts: Facts) -> str:
    """Tell that no special procedure is open."""
    return "" if facts.open_pause else _("没有正在进行的特别程序")


def opinions_missing(facts: Facts) -> str:
    """Tell which opinions are owed, or that the reviews were not opened where the item has some."""
    waiting = [review.name for review in facts.parts["reviews"] if review.given_at is None]
    if waiting:
        return _("还有审查意见未提出：%(names)s") % {"names": "、".join(waiting)}
    item = _item(facts)
    if facts.state == "accepted" and item.steps and item.instance != "instant":
        return _("请先分送审查，审查意见齐备后再作决定")
    return ""


def nothing_to_ask_again(facts: Facts) -> str:
    """Tell that every step that has an opinion was reviewed twice, or that none has one."""
    twice = {each.step_code for each in facts.parts["reviews"] if each.round > 1}
    once = any(each.given_at and each.step_code not in twice for each in facts.parts["reviews"])
    return "" if once else _("没有可以请部门重新审查的环节：每个环节只能再审查一次")


def answers_missing(facts: Facts) -> str:
    """Tell which questions of the form are unanswered in what a window took in; online they were asked before."""
    case: Case = facts.parts["case"]
    if case.online:
        return ""
    form = _item(facts).form
    missing = [form["properties"].get(key, {}).get("title", key) for key in check_answers(form, case.answers)]
    return _("申请表还没有填好：%(names)s") % {"names": "、".join(missing)} if missing else ""


def refusal_not_to_be_proposed(facts: Facts) -> str:
    """Tell that the authority was asked already: its answer is awaited, or was to receive the application."""
    made = [p for p in facts.parts["proposals"] if p.kind == Proposal.Kind.REFUSAL]
    if any(p.answered_at is None for p in made):
        return _("已提请主管部门决定，请等待答复")
    declined = any(p.outcome == Proposal.Outcome.DECLINED for p in made)
    return _("主管部门没有同意不予受理，请受理或者一次性告知补正") if declined else ""


def withdrawal_asked(facts: Facts) -> str:
    """Tell that the applicant has asked to withdraw and is not answered yet."""
    return _("申请人已申请撤回，请先答复") if open_proposal(facts, Proposal.Kind.WITHDRAWAL) else ""


def voiding_asked(facts: Facts) -> str:
    """Tell that the supervisor was asked already."""
    return _("已申请作废，请等待监督部门答复") if open_proposal(facts, Proposal.Kind.VOIDING) else ""


def _nothing_open(kind: str) -> Callable[[Facts], str]:
    return lambda facts: "" if open_proposal(facts, kind) else _("没有等待答复的提请")


def _item(facts: Facts) -> ImplementationView:
    return item_of(facts)


_REASONS: dict[str, Callable[[Facts], str]] = {
    "claim": held_already,
    "accept": answers_missing,
    "propose_refusal": refusal_not_to_be_proposed,
    "ask_to_withdraw": withdrawal_asked,
    "confirm_withdrawal": _nothing_open(Proposal.Kind.WITHDRAWAL),
    "propose_voiding": voiding_asked,
    "void": _nothing_open(Proposal.Kind.VOIDING),
    "decline": lambda facts: (
        "" if any(p.answered_at is None for p in facts.parts["proposals"]) else _("没有等待答复的提请")
    ),
    "return_for_correction": told_before,
    "open_reviews": without_reviews,
    "ask_again": nothing_to_ask_again,
    "request_extension": not_to_be_extended,
    "extend": _nothing_open(Proposal.Kind.EXTENSION),
    "tell_of_hearing": told_of_hearing,
    "convene_hearing": hearing_not_to_be_convened,
    "record_third_party": nobody_told,
    "resume": not_suspended,
    "decide": lambda facts: suspended(facts) or withdrawal_asked(facts) or opinions_missing(facts),
    "issue": lambda facts: no_licence(facts) or deferred_missing(facts) or fees_unpaid(facts),
    "supply_deferred": nothing_owed,
    "dispatch": licence_not_made,
    "deliver": licence_not_made,
    "charge": no_fee,
    "pay": nothing_to_pay,
    "refund": nothing_to_refund,
    "conclude_challenge": no_challenge,
    "redo": nothing_to_redo,
}

_REASONS_OF_THE_DAY: dict[str, Callable[[Facts, dt.date], str]] = {
    "request_hearing": hearing_not_to_be_asked,
    "hold_hearing": hearing_not_to_be_recorded,
    "decide": lambda facts, today: hearing_owed(facts, today) or third_parties_awaited(facts, today),
}
