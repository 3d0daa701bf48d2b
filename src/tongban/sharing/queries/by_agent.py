"""What an agent looked up of the one for whom they act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.sharing.models import LookUp

MOST_LOOK_UPS = 100


@dataclass(frozen=True, slots=True)
class LookedUp:
    """One look of an agent into the registers: when, for what, of which case, and how many elements were told."""

    at: dt.datetime
    purpose: str
    case_number: str
    count: int
    outcome_label: str
    actor_name: str


def looked_up_by(
    account_id: int, *, subject_code: str, since: dt.datetime, until: dt.datetime | None
) -> list[LookedUp]:
    """Return the newest hundred looks of an account at a subject within the time, in one query.

    Whoever asks must have been allowed to see the mandate.
    """
    rows = LookUp.objects.filter(account_id=account_id, subject_code=subject_code, at__gte=since)
    if until is not None:
        rows = rows.filter(at__lte=until)
    return [
        LookedUp(
            row.at, row.purpose, row.case_number, len(row.elements), str(row.get_outcome_display()), row.actor_name
        )
        for row in rows.order_by("-at", "-pk")[:MOST_LOOK_UPS]
    ]
