"""What a channel must be able to do, and which channels there are."""

from __future__ import annotations

from typing import Protocol


class Channel(Protocol):
    """A way to reach a person beside the box; adapters live in contrib/."""

    key: str

    def send(self, *, address: str, subject: str, body: str) -> None:
        """Hand one message over; raises when it was not taken, so that the job is tried again."""


_channels: dict[str, Channel] = {}


def register_channel(channel: Channel) -> None:
    """Offer a channel; one of the same key takes its place."""
    _channels[channel.key] = channel


def channels() -> dict[str, Channel]:
    """Return the channels on offer, by key."""
    return dict(_channels)
