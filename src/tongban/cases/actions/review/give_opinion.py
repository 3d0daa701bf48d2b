"""Give the opinion of one authority on one step."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.access import open_reviews_of, received
from tongban.cases.actions.review.open_reviews import step_clock_from
from tongban.cases.models import Review
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor, DutyKind


class ReviewNotOpen(NotAllowedNow):
    """The step has its opinion already, or waits for another."""


@retried
def give_opinion(
    *,
    number: str,
    step_code: str,
    opinion: str,
    actor: Actor,
    at: dt.datetime,
    text: str = "",
    conditions: str = "",
) -> Stepped:
    """Close a review with an opinion; its clock stops, and steps that waited for it open with theirs.

    One who received the case may not review it. Conditions go with an agreement under conditions, reasons with a
    disagreement. The last opinion brings the case to the decision. Raises BadInput, ReviewNotOpen, NotYours, NotFound.
    """
    facts = read_case(number, actor)
    allow(facts, "give_opinion", actor)
    review = _review(facts, step_code, actor)
    _check(opinion, text, conditions)
    given = {
        "opinion": opinion,
        "text": text.strip()[:4000],
        "conditions": conditions.strip()[:4000],
        "reviewer_id": actor.official_id,
        "reviewer_name": actor.name,
        "given_at": at,
    }
    today = day_of(at)
    return step(
        facts,
        "give_opinion",
        actor=actor,
        at=at,
        to="reviewing" if _others(facts, review) else "deciding",
        writes=[
            Change(review, given),
            *stop(facts.running("step", step_code), today),
            *_opening(facts, review, today),
        ],
        said={"step": step_code, "opinion": opinion, "authority": review.authority_id, "round": review.round},
    )


def _review(facts: Facts, step_code: str, actor: Actor) -> Review:
    review = next((r for r in open_reviews_of(facts) if r.step_code == step_code), None)
    if review is None:
        raise ReviewNotOpen(_("这个审查环节现在不需要意见：可能已经提出，或要等前一环节完成"))
    if not actor.holds(DutyKind.REVIEWER, review.authority_id, facts.parts["case"].task_code):
        raise NotYours(_("这个审查环节属于另一个部门"))
    if received(actor, facts):
        raise NotYours(_("收件人员不能审查自己受理的办件（受审分离）"))
    return review


def _check(opinion: str, text: str, conditions: str) -> None:
    errors = {}
    if opinion not in Review.Opinion.values:
        errors["opinion"] = _("请选择审查意见")
    if opinion == Review.Opinion.DISAGREE and not text.strip():
        errors["text"] = _("不同意的，请写明理由和依据")
    if opinion == Review.Opinion.WITH_CONDITIONS and not conditions.strip():
        errors["conditions"] = _("有条件同意的，请写明条件")
    if opinion in (Review.Opinion.AGREE, Review.Opinion.DISAGREE) and conditions.strip():
        errors["conditions"] = _("只有“有条件同意”才附条件：请改选审查意见，或删去条件")
    if errors:
        raise BadInput(errors)


def _others(facts: Facts, closed: Review) -> bool:
    return any(review.given_at is None and review is not closed for review in facts.parts["reviews"])


def _opening(facts: Facts, closed: Review, day: dt.date) -> list[Write]:
    owed = {r.step_code for r in facts.parts["reviews"] if r.given_at is None and r is not closed}
    writes: list[Write] = []
    for review in facts.parts["reviews"]:
        if review.opened_on is None and owed.isdisjoint(review.after):
            clock = step_clock_from(facts, review, day)
            writes += [Insert(clock), Change(review, {"opened_on": clock.started_on})]
    return writes
