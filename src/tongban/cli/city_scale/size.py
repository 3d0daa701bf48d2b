"""How big a city is, and how much of it a part in percent is (the counts of a city of six million)."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.cli.city_scale.items import ITEMS

CLOSED, OPEN = 3_460_000, 100_000
ENTERPRISES, LICENCES = 480_000, 550_000
# Those who come to the counter in a year: two of three come more than once.
PERSONS, ORGANISATIONS = 400_000, 60_000


@dataclass(frozen=True, slots=True)
class Size:
    """What a part of a city counts, in percent; authorities and divisions stay whole."""

    part: float

    @property
    def items(self) -> int:
        return self._of(ITEMS)

    @property
    def enterprises(self) -> int:
        return self._of(ENTERPRISES)

    @property
    def persons(self) -> int:
        return self._of(PERSONS)

    @property
    def organisations(self) -> int:
        return self._of(ORGANISATIONS)

    @property
    def licences(self) -> int:
        return self._of(LICENCES)

    @property
    def open(self) -> int:
        return self._of(OPEN)

    @property
    def cases(self) -> int:
        """Closed and open ones together."""
        return self._of(CLOSED) + self.open

    def _of(self, whole: int) -> int:
        return int(whole * self.part / 100)
