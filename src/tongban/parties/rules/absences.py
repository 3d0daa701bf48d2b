"""Whether an absence and its deputy fit with those that are there: nobody stands in for who stands in."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Away:
    """An absence that was not ended: who is away, who stands in, from when to when, both days included."""

    official_id: int
    deputy_id: int
    starts_on: dt.date
    ends_on: dt.date

    def meets(self, other: Away) -> bool:
        """Tell whether the two have a day in common."""
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


class Misfit(enum.StrEnum):
    """Why an absence cannot stand beside those that are there."""

    SELF = "self"
    AWAY_ALREADY = "away_already"
    DEPUTY_AWAY = "deputy_away"
    STANDS_IN = "stands_in"


def misfit(wanted: Away, others: Iterable[Away]) -> Misfit | None:
    """Return why the absence does not fit, None when it does: no self-deputy, no second absence, no chain, no cycle."""
    if wanted.deputy_id == wanted.official_id:
        return Misfit.SELF
    for other in others:
        if not wanted.meets(other):
            continue
        if other.official_id == wanted.official_id:
            return Misfit.AWAY_ALREADY
        if other.official_id == wanted.deputy_id:
            return Misfit.DEPUTY_AWAY
        if other.deputy_id == wanted.official_id:
            return Misfit.STANDS_IN
    return None
