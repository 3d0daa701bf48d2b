"""Noticing that somebody set the machine's clock, or woke the machine up.

The queue's worker remembers up to which second it has started what is done by the clock. Set a day forwards, it would
start each of the day's two-second tasks; set back, none until the day has passed. One that has just begun remembers
nothing.
"""

import asyncio
import time

LOOK_SECONDS = 1.0
# What the machine's keeper of time corrects bit by bit is no leap.
LEAP_SECONDS = 30.0


async def leap() -> float:
    """Wait until the clock has been set, and return by how many seconds."""
    difference = _difference()
    while abs(leapt := _difference() - difference) < LEAP_SECONDS:
        await asyncio.sleep(LOOK_SECONDS)
    return leapt


def _difference() -> float:
    """Return by how much the time of day is ahead of the time that has passed, which nobody sets."""
    return time.time() - time.monotonic()
