"""The reviews of a case: which opinion of a step counts, by when the next is owed, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.cases.access import open_reviews_of
from tongban.cases.models import Review
from tongban.cases.queries.reading import item_of
from tongban.matters.queries import Facts, clock_lamp
from tongban.matters.rules.clocks import STEP
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.views import AuthorityName

if TYPE_CHECKING:
    from tongban.matters.models import Clock


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review as pages show it; `replaced` when its step was asked again and a later opinion counts."""

    review: Review
    authority: str
    authority_en: str
    is_open: bool
    is_mine: bool
    due_on: dt.date | None
    lamp: Lamp | None
    replaced: bool

    @property
    def code(self) -> str:
        """The code of its step."""
        return self.review.step_code

    @property
    def after(self) -> Sequence[str]:
        """The steps that it waits for."""
        return list(self.review.after)

    @property
    def is_late(self) -> bool:
        """Tell whether its own limit was passed, whatever is left of the whole."""
        return self.lamp is Lamp.RED


def review_lines(facts: Facts, actor: Actor, names: Mapping[int, AuthorityName], today: dt.date) -> list[ReviewLine]:
    """Return every review in the order of the list, each round of a step on a line of its own."""
    waiting = {review.pk for review in open_reviews_of(facts)}
    item, counting = facts.parts["case"].task_code, {review.pk for review in counting_reviews(facts)}
    return [
        ReviewLine(
            review=review,
            authority=names[review.authority_id].name,
            authority_en=names[review.authority_id].name_en,
            is_open=review.pk in waiting,
            is_mine=review.pk in waiting and actor.holds(DutyKind.REVIEWER, review.authority_id, item),
            due_on=clock.due_on if (clock := step_clock(facts, review)) else None,
            lamp=clock_lamp(facts, clock, today) if clock else None,
            replaced=review.pk not in counting,
        )
        for review in in_order(facts)
    ]


def counting_reviews(facts: Facts) -> list[Review]:
    """Return the review of each step that counts: the one asked for last."""
    return list({review.step_code: review for review in in_order(facts)}.values())


def in_order(facts: Facts) -> list[Review]:
    """Return the reviews in the order of the list's steps, each step's rounds one after the other."""
    places = {each.code: place for place, each in enumerate(item_of(facts).steps)}
    return sorted(facts.parts["reviews"], key=lambda each: (places.get(each.step_code, len(places)), each.round))


def step_clock(facts: Facts, review: Review) -> Clock | None:
    """Return the clock of a review's round, None while it waits for other steps."""
    own = [clock for clock in facts.clocks if clock.kind == STEP and clock.subject == review.step_code]
    return own[review.round - 1] if len(own) >= review.round else None
