"""What we do when the calendar has changed: the days that are owed follow it."""

from typing import Any

from tongban.kernel.clock import now
from tongban.kernel.events import CALENDAR_CHANGED
from tongban.kernel.outbox import on
from tongban.matters.actions.recompute import recompute


@on(CALENDAR_CHANGED)
def follow_the_calendar(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Recompute the due days of open matters; what is right already is left alone."""
    recompute(at=now())
