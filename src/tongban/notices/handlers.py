"""What we do when a message has been put into a box."""

from __future__ import annotations

from typing import Any

from tongban.kernel.clock import now
from tongban.kernel.outbox import on
from tongban.notices.actions import dispatch
from tongban.notices.events import MESSAGE_SENT


@on(MESSAGE_SENT)
def send_out(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Send the message (its id is the key) by the channels that its recipient wants."""
    dispatch(message_id=key, at=now())
