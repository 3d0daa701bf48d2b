"""Send an accepted case to the authorities that review it, at the same time where the steps allow."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tongban.cases.models import Review
from tongban.cases.queries.readiness import without_reviews
from tongban.cases.queries.reading import read_case, version_of
from tongban.catalogue.rules.steps import choose
from tongban.kernel.clock import day_of
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Insert, Write
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor

if TYPE_CHECKING:
    from tongban.matters.models import Clock


class NothingToReview(NotAllowedNow):
    """The implementation list has no review steps: the case goes to the decision at once."""


@retried
def open_reviews(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Make a review of each step that the case takes; those that wait for no other open now, each with its clock.

    A step whose rule does not hold of the answers and the situation falls away, and the journal says by which rule;
    where all do, the case goes to the decision. Raises NothingToReview, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "open_reviews", actor)
    if why := without_reviews(facts):
        raise NothingToReview(why)
    case, today = facts.parts["case"], day_of(at)
    item = version_of(case.version_id)
    steps = item.steps
    chosen = choose(steps, {"answers": case.answers, "situation": case.situation})
    writes: list[Write] = []
    opened = []
    for each in steps:
        if each.code not in chosen.after:
            continue
        review = Review(
            step_code=each.code,
            name=each.name,
            # The steps of the item's own authority are for who exercises its power.
            authority_id=facts.matter.owner_id if each.authority_id == item.authority.id else each.authority_id,
            lead=each.lead,
            after=list(chosen.after[each.code]),
            days=each.days,
        )
        if not review.after:
            clock = step_clock_from(facts, review, today)
            review.opened_on = clock.started_on
            opened.append(each.code)
            writes.append(Insert(clock))
        writes.append(Insert(review))
    return step(
        facts,
        "open_reviews",
        actor=actor,
        at=at,
        to="reviewing" if chosen.after else "deciding",
        writes=writes,
        changes={"holder_id": actor.official_id},
        said={"steps": opened, **({"fell_away": dict(chosen.fell_away)} if chosen.fell_away else {})},
    )


def step_clock_from(facts: Facts, review: Review, day: dt.date) -> Clock:
    """Return the clock of a review that opens on the day; lawful pauses of the case stop it too."""
    return start_clock(
        facts,
        "step",
        on=day,
        days=review.days,
        region_code=facts.region_code,
        pausable=True,
        subject=review.step_code,
    )
