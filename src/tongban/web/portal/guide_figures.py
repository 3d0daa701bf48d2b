"""How long an item really took, drawn: what the cases of the last months showed against what is promised."""

import datetime as dt
from dataclasses import dataclass

from tongban.catalogue.queries import ImplementationView

# The drawing's own measures, in units of its view box.
WIDTH, HEIGHT, BASE, GAP = 360, 120, 96, 4
MOST_BARS = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the drawing: the working days it stands for, how many were answered so, and where it is drawn."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float
    late: bool


@dataclass(frozen=True, slots=True)
class Reality:
    """How many applied in the last months, in how many working days half of them were answered, and each bar."""

    applied: int
    answered: int
    months: int
    half_within: int | None
    bars: tuple[Bar, ...]


def reality_of(item: ImplementationView, on: dt.date) -> Reality | None:
    """Return what the cases showed of an item, None where there are no data yet."""
    return None
