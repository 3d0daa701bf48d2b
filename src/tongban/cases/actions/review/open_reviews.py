"""Send an accepted case to the authorities that review it, at the same time where the steps allow."""

import datetime as dt

from tongban.cases.models import Review
from tongban.cases.queries.readiness import without_reviews
from tongban.cases.queries.reading import read_case, version_of
from tongban.kernel.clock import day_of
from tongban.kernel.queries import calendar_of
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow
from tongban.matters.rules.clocks import effective_start
from tongban.parties.rules.actor import Actor


class NothingToReview(NotAllowedNow):
    """The implementation list has no review steps: the case goes to the decision at once."""


@retried
def open_reviews(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Make a review of each step of the list; those that wait for no other step open now, with their limit.

    Raises NothingToReview, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "open_reviews", actor)
    if why := without_reviews(facts):
        raise NothingToReview(why)
    reviews = [
        Review(
            step_code=each.code,
            name=each.name,
            authority_id=each.authority_id,
            lead=each.lead,
            after=list(each.after),
            days=each.days,
        )
        for each in version_of(facts.parts["case"].version_id).steps
    ]
    for review in reviews:
        if not review.after:
            open_on(review, day_of(at), facts.region_code)
    return step(
        facts,
        "open_reviews",
        actor=actor,
        at=at,
        writes=[Insert(review) for review in reviews],
        changes={"holder_id": actor.official_id},
        said={"steps": [review.step_code for review in reviews if review.opened_on]},
    )


def open_on(review: Review, day: dt.date, region_code: str) -> None:
    """Set the day on which a review opens and the one on which its opinion is due."""
    calendar = calendar_of(region_code)
    review.opened_on = effective_start(calendar, day)
    review.due_on = calendar.add(review.opened_on, review.days).day
