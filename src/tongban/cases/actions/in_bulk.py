"""Say one verb of many cases: each is a step of its own, done or refused, and one refusal stops no other."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.access import open_reviews_of
from tongban.cases.actions.review.assign import assign
from tongban.cases.actions.review.claim import claim
from tongban.cases.actions.review.give_opinion import ReviewNotOpen, give_opinion
from tongban.cases.actions.review.open_reviews import open_reviews
from tongban.cases.models import Review
from tongban.cases.queries.reading import read_case
from tongban.kernel.errors import BadInput, Refusal
from tongban.matters.actions.step import Stepped
from tongban.parties.rules.actor import Actor, DutyKind

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: the state that it is in now, or why nothing was done."""

    number: str
    done: bool
    state: str = ""
    reason: str = ""


def in_bulk(*, verb: str, numbers: Sequence[str], actor: Actor, at: dt.datetime, **asked: Any) -> list[Outcome]:
    """Say the verb of every case named, once each, and return what became of each in the order named.

    `assign` asks for `official_id`; `give_opinion` agrees in every step that is the actor's to give, for opinions with
    reasons are given one by one. Raises BadInput for another verb, no case or more than a hundred.
    """
    wanted = list(dict.fromkeys(numbers))
    if verb not in BULK_VERBS:
        raise BadInput({"verb": _("这个步骤不能批量办理")})
    if not 1 <= len(wanted) <= MOST_AT_ONCE:
        raise BadInput({"numbers": _("请选择 1 到 %(most)d 件办件") % {"most": MOST_AT_ONCE}})
    # In one order for everybody, so that two who choose the same cases cannot wait for each other for ever.
    became = {number: _one(verb, number, actor, at, asked) for number in sorted(wanted)}
    return [became[number] for number in wanted]


def _one(verb: str, number: str, actor: Actor, at: dt.datetime, asked: dict[str, Any]) -> Outcome:
    try:
        with transaction.atomic():
            done = BULK_VERBS[verb](number=number, actor=actor, at=at, **asked)
    except BadInput as refused:
        return Outcome(number, done=False, reason="；".join(str(each) for each in refused.errors.values()))
    except Refusal as refused:
        return Outcome(number, done=False, reason=refused.reason)
    return Outcome(number, done=True, state=done.state)


def _agree(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    facts = read_case(number, actor)
    item = facts.parts["case"].task_code
    mine = [r.step_code for r in open_reviews_of(facts) if actor.holds(DutyKind.REVIEWER, r.authority_id, item)]
    if not mine:
        raise ReviewNotOpen(_("此件现在没有等您提出的审查意见"))
    for step_code in mine:
        done = give_opinion(number=number, step_code=step_code, opinion=Review.Opinion.AGREE, actor=actor, at=at)
    return done


BULK_VERBS: dict[str, Callable[..., Stepped]] = {
    "claim": claim,
    "assign": assign,
    "open_reviews": open_reviews,
    "give_opinion": _agree,
}
