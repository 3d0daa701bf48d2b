"""Ask an authority for its opinion a second time (our word: once per step, so that review cannot go in circles)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.review.open_reviews import step_clock_from
from tongban.cases.models import Review
from tongban.cases.queries.reading import read_case
from tongban.cases.queries.reviews import counting_reviews
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor


class AskedAgainBefore(NotAllowedNow):
    """The step was reviewed twice: now somebody has to decide."""


@retried
def ask_again(*, number: str, step_code: str, asked: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Open a second round of a step that has its opinion, saying what is asked; the first opinion stays to be seen.

    The case goes back to its review, the round has the step's limit and the case's own clock runs on. Raises BadInput
    for a step without an opinion or an empty question, AskedAgainBefore, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "ask_again", actor)
    first = _given(facts, step_code)
    if not asked.strip():
        raise BadInput({"asked": _("请写明要重新审查什么")})
    again = Review(
        step_code=first.step_code,
        name=first.name,
        authority_id=first.authority_id,
        lead=first.lead,
        after=first.after,
        days=first.days,
        round=first.round + 1,
        asked=asked.strip()[:2000],
    )
    clock = step_clock_from(facts, again, day_of(at))
    again.opened_on = clock.started_on
    return step(
        facts,
        "ask_again",
        actor=actor,
        at=at,
        writes=[Insert(clock), Insert(again)],
        said={"step": step_code, "authority": again.authority_id, "round": again.round},
    )


def _given(facts: Facts, step_code: str) -> Review:
    review = next((each for each in counting_reviews(facts) if each.step_code == step_code), None)
    if review is None or (review.given_at is None and review.round == 1):
        raise BadInput({"step_code": _("请选择一个已经提出意见的审查环节")})
    if review.round > 1:
        raise AskedAgainBefore(_("这个环节已经请部门重新审查过一次，请根据现有意见作出决定"))
    return review
