"""How long an item really took, drawn: what the cases of the last months showed against what is promised."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tongban.cases.queries.burden import Burden, burden_of_item
from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.enumerations import Unit

MONTHS = 12
# The drawing's own measures, in units of its view box of 360 by 120: the ground line, the tallest bar, the widest bar.
WIDTH, GROUND, TALLEST, WIDEST, GAP = 360, 96, 80, 40, 4
MOST_BARS = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the drawing: the working days it stands for, how many were answered in them, and where it is drawn."""

    label: str
    count: int
    late: bool
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Return where the label stands."""
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        """Return where the count stands."""
        return round(self.y - 4, 1)


@dataclass(frozen=True, slots=True)
class Reality:
    """How many applied in the last months, within how many working days half had their answer, and the drawing.

    `late` is how many took longer than the guide promises now.
    """

    months: int
    applied: int
    half_within: int | None
    late: int
    bars: tuple[Bar, ...]


def reality_of(item: ImplementationView, on: dt.date) -> Reality | None:
    """Return what the cases showed of an item in the last months, None where there are no data."""
    found = catalogue.figures_of(item.code, on)
    if found is None or not found.applied:
        return None
    # Only a promise in working days can be compared with working days.
    limit = item.promised_days if item.promised_unit == Unit.WORKING else None
    late = sum(count for days, count in found.days.items() if limit is not None and days > limit)
    return Reality(MONTHS, found.applied, found.median_days, late, bars_of(found.days, limit))


def bars_of(histogram: Mapping[int, int], limit: int | None) -> tuple[Bar, ...]:
    """Return the bars for answers counted by the working days they took; so many days to a bar that they fit.

    A bar is late when all of its days are beyond the limit.
    """
    if not histogram:
        return ()
    first, last = min(histogram), max(histogram)
    step = -(-(last - first + 1) // MOST_BARS)
    starts = range(first, last + 1, step)
    counts = [sum(histogram.get(days, 0) for days in range(start, start + step)) for start in starts]
    width = min(WIDEST, WIDTH / len(counts) - GAP)
    tallest = max(counts)
    return tuple(
        Bar(
            label=str(start) if step == 1 else f"{start}–{start + step - 1}",
            count=count,
            late=limit is not None and start > limit,
            x=round(place * (width + GAP), 1),
            y=round(GROUND - TALLEST * count / tallest, 1),
            width=round(width, 1),
            height=round(TALLEST * count / tallest, 1),
        )
        for place, (start, count) in enumerate(zip(starts, counts, strict=True))
    )


def filled_last_month(item: ImplementationView, on: dt.date) -> Burden | None:
    """Return what last month's applications of an item asked, None where there were none."""
    month = (on.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    found = burden_of_item(item.code, month)
    return found if found.applications else None
