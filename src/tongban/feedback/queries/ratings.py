"""Reading what people said of services."""

from dataclasses import dataclass

from django.db.models import Count

from tongban.cases.queries.reading import read_case
from tongban.feedback.models import Rating
from tongban.parties.rules.actor import Actor

# Below this number the figures would tell who said what (GB/T 39734 protects the evaluator).
FEWEST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class RatingView:
    level: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How an item is rated: `share` of very satisfied, satisfied and fairly satisfied; None under ten ratings."""

    count: int
    share: float | None


def rating_of(actor: Actor, number: str) -> RatingView | None:
    """Return the rating of a case to its applicant; those who were rated are not shown it. Raises NotFound."""
    facts = read_case(number, actor)
    found = Rating.objects.filter(matter_id=facts.matter.pk, rated_by_id=actor.person_id or 0).first()
    return RatingView(found.level, found.get_level_display(), found.text) if found else None


def satisfaction(task_code: str) -> Satisfaction:
    """Return how an item is rated, in one query."""
    counts = dict(Rating.objects.filter(task_code=task_code).values_list("level").annotate(n=Count("pk")).order_by())
    total = sum(counts.values())
    good = sum(n for level, n in counts.items() if level <= Rating.Level.FAIRLY_SATISFIED)
    return Satisfaction(total, good / total if total >= FEWEST_SHOWN else None)
