"""What we do when the calendar has changed: the days that are owed follow it."""

from typing import Any

from tongban.kernel.clock import now
from tongban.kernel.events import CALENDAR_CHANGED
from tongban.kernel.outbox import announce, on
from tongban.matters.actions.recompute import recompute
from tongban.matters.events import DUE_DAYS_MOVED


@on(CALENDAR_CHANGED)
def follow_the_calendar(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Recompute the due days of open matters, then say so; what is right already is left alone."""
    said = {"notice": payload["notice"], "basis": payload["basis"]}
    recompute(at=now(), said=said)
    announce(DUE_DAYS_MOVED, {key: said})
