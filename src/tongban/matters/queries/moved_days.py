"""Which open matters are due on another day since a notice."""

import datetime as dt
from dataclasses import dataclass

from tongban.matters.lifecycle import RECOMPUTE
from tongban.matters.models import JournalEntry, Matter


@dataclass(frozen=True, slots=True)
class MovedDay:
    """An open matter, the day on which it was due before the notice, and since."""

    matter: Matter
    before: dt.date
    after: dt.date


def moved_days(notice: str) -> list[MovedDay]:
    """List the open matters whose due day a notice moved, in one query; those only confirmed are not among them."""
    entries = JournalEntry.objects.filter(verb=RECOMPUTE.verb, facts__notice=notice, matter__closed_at=None)
    return [
        MovedDay(each.matter, dt.date.fromisoformat(each.facts["before"]), dt.date.fromisoformat(each.facts["due_on"]))
        for each in entries.select_related("matter").order_by("facts__due_on", "matter__number")
        if each.facts["before"] and each.facts["due_on"] and each.facts["before"] != each.facts["due_on"]
    ]
