"""What a channel must be able to do, and which channels there are."""

from __future__ import annotations

import re
from typing import Protocol


class Channel(Protocol):
    """A way to reach somebody beside the box; adapters live in contrib/.

    `known_by` says by what the house knows the address: "email", "phone", or "" where the person gives it, which must
    then fit `address_pattern`.
    """

    key: str
    known_by: str
    address_pattern: re.Pattern[str] | None

    def send(self, *, address: str, subject: str, body: str) -> None:
        """Hand one message over; raises when it was not taken, so that the job is tried again."""


_channels: dict[str, Channel] = {}


def register_channel(channel: Channel) -> None:
    """Offer a channel; one of the same key takes its place."""
    _channels[channel.key] = channel


def channels() -> dict[str, Channel]:
    """Return the channels on offer, by key."""
    return dict(_channels)
