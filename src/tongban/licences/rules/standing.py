"""How a licence stands on a day, from its standings and its validity (pure)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tongban.kernel.clock import day_of
from tongban.licences.lifecycle import EXPIRED, NOT_YET_VALID, SUSPENDED, VALID


@dataclass(frozen=True, slots=True)
class Since:
    """A standing and the moment from which it holds."""

    state: str
    from_at: dt.datetime


def state_on(day: dt.date, standings: Sequence[Since], *, valid_from: dt.date, valid_until: dt.date | None) -> str:
    """Return the state at the end of a day in Asia/Shanghai; `standings` are in the order in which they were written.

    A licence that is suspended when its validity ends has expired; one that was revoked stays revoked.
    """
    reached = [standing.state for standing in standings if day_of(standing.from_at) <= day]
    if not reached:
        return NOT_YET_VALID
    written = reached[-1]
    if written not in (VALID, SUSPENDED):
        return written
    if day < valid_from:
        return NOT_YET_VALID
    if valid_until is not None and day > valid_until:
        return EXPIRED
    return written
