"""Which of some cases somebody may open."""

from collections.abc import Collection

from tongban.cases.access import visible
from tongban.parties.rules.actor import Actor


def visible_numbers(actor: Actor, numbers: Collection[str]) -> frozenset[str]:
    """Return those of the numbers that are cases which exist for the actor, in one query."""
    wanted = {number for number in numbers if number}
    if not wanted:
        return frozenset()
    return frozenset(visible(actor).filter(matter__number__in=wanted).values_list("matter__number", flat=True))
