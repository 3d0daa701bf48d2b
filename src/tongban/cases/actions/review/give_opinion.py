"""Give the opinion of one authority on one step."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.access import open_reviews_of, received
from tongban.cases.actions.review.open_reviews import open_on
from tongban.cases.models import Review
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Write
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor, DutyKind


class ReviewNotOpen(NotAllowedNow):
    """The step has its opinion already, or waits for another."""


@retried
def give_opinion(*, number: str, step_code: str, opinion: str, text: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Close a review with an opinion; steps that waited for it open. One who received the case may not review it.

    Raises BadInput for an unknown opinion or one without the reasons it needs, ReviewNotOpen, NotYours, NotFound.
    """
    facts = read_case(number, actor)
    allow(facts, "give_opinion", actor)
    review = _review(facts, step_code, actor)
    errors = {}
    if opinion not in Review.Opinion.values:
        errors["opinion"] = _("请选择审查意见")
    if opinion != Review.Opinion.AGREE and not text.strip():
        errors["text"] = _("有条件同意或不同意时，请写明条件或理由")
    if errors:
        raise BadInput(errors)
    given = {
        "opinion": opinion,
        "text": text.strip()[:4000],
        "reviewer_id": actor.official_id,
        "reviewer_name": actor.name,
        "given_at": at,
    }
    return step(
        facts,
        "give_opinion",
        actor=actor,
        at=at,
        to="reviewing" if _others(facts, review) else "deciding",
        writes=[Change(review, given), *_opening(facts, review, day_of(at))],
        said={"step": step_code, "opinion": opinion, "authority": review.authority_id},
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


def _others(facts: Facts, closed: Review) -> bool:
    return any(review.given_at is None and review is not closed for review in facts.parts["reviews"])


def _opening(facts: Facts, closed: Review, day: dt.date) -> list[Write]:
    done = {r.step_code for r in facts.parts["reviews"] if r.given_at is not None} | {closed.step_code}
    writes: list[Write] = []
    for review in facts.parts["reviews"]:
        if review.opened_on is None and set(review.after) <= done:
            open_on(review, day, facts.region_code)
            writes.append(Change(review, {"opened_on": review.opened_on, "due_on": review.due_on}))
    return writes
