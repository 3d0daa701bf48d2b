"""What a reconsideration or a lawsuit asks of the authority, and until when one may be brought."""

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

REDO = ("revoked", "to_redo")


class Concluded(Protocol):
    """A challenge with its outcome, or none yet."""

    outcome: str
    redone_at: dt.datetime | None


C = TypeVar("C", bound=Concluded)


def to_be_redone(challenges: Sequence[C]) -> C | None:
    """Return the newest challenge whose outcome asks for a new decision that was not begun yet."""
    return next((each for each in reversed(challenges) if each.outcome in REDO and each.redone_at is None), None)


@dataclass(frozen=True, slots=True)
class Remedies:
    """Until when the applicant may ask for reconsideration, and sue."""

    reconsideration_until: dt.date
    litigation_until: dt.date


def remedies_from(told_on: dt.date, *, days: int, months: int) -> Remedies:
    """Return the last days of both remedies, counted from the day on which the decision was told.

    A month ends on the day of the same number, or on its last (民法典 第二百零二条).
    """
    year, month = divmod(told_on.year * 12 + told_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    until = dt.date(year, month + 1, min(told_on.day, last))
    return Remedies(told_on + dt.timedelta(days=days), until)
