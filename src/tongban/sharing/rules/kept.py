"""What is told of a kept document, and when it may be used."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

SENSITIVE = 4
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class KeptView:
    """A kept document: `owner_kind` is "person" or "organisation", `standard` what sort of paper it is, if known.

    `obtained_on` is when its holder got it, `valid_until` its last good day (None: not told, or for ever).
    """

    id: int
    owner_kind: str
    owner_id: int
    owner_name: str
    name: str
    standard: str
    file_name: str
    media_type: str
    size: int
    pages: int
    sha256: str
    level: int
    obtained_on: dt.date
    valid_until: dt.date | None
    source: str
    case_number: str
    times_used: int
    used_at: dt.datetime | None
    kept_at: dt.datetime

    def lapsed(self, on: dt.date) -> bool:
        """Tell whether its last good day is past."""
        return self.valid_until is not None and self.valid_until < on

    def lapses_soon(self, on: dt.date) -> bool:
        """Tell whether it is good for some days only."""
        return self.valid_until is not None and on <= self.valid_until < on + dt.timedelta(days=SOON_DAYS)


def kept_by_default(*, is_proof: bool, issuer_source: str, standard: str, level: int) -> bool:
    """Tell whether a paper given for a case is kept for the next time unless its giver says no.

    A paper that somebody else issued serves again; one written for this case does not, and what is sensitive (数据分级
    level 4) is kept only when asked to.
    """
    return level < SENSITIVE and (is_proof or bool(standard) or issuer_source == "government")
