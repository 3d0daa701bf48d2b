"""Which value of a parameter counts in a region on a day (pure, no database)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tongban.kernel.rules.codes import enclosing

LOCAL_BASIS = "local parameter"


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A row of a parameter; `region_code` "" is every region, `effective_to` the last day or none."""

    key: str
    region_code: str
    value: Any
    unit: str
    label: str
    basis: str
    effective_from: dt.date
    effective_to: dt.date | None = None
    shipped: bool = False

    def is_in_force(self, on: dt.date) -> bool:
        """Tell whether the row counts on the day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


def in_force(rows: Iterable[ParameterValue], region_code: str, on: dt.date) -> ParameterValue | None:
    """Return the row that counts: of the nearest division, the city's own before a shipped one, the newest."""
    around = enclosing(region_code)
    return max(
        (row for row in rows if row.region_code in around and row.is_in_force(on)),
        key=lambda row: (-around.index(row.region_code), not row.shipped, row.effective_from),
        default=None,
    )
