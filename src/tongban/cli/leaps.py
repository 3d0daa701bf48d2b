"""Ending a process when somebody sets the machine's clock, or wakes the machine up, so that it starts anew.

The queue remembers up to which second it has started what is done by the clock. Set a day forwards, it would start each
of the day's two-second tasks; set back, none until the day has passed. A process that has just begun remembers nothing.
"""

import os
import signal
import threading
import time

from tongban.cli.postgres_places import say

LOOK_SECONDS = 1.0
# What the machine's keeper of time corrects bit by bit is no leap.
LEAP_SECONDS = 30.0


def end_when_the_clock_leaps() -> threading.Thread:
    """Watch the clock from a thread of its own, and ask this process to end (SIGTERM) when it has been set."""
    watch = threading.Thread(target=_watch, args=(_difference(),), name="leap-watch", daemon=True)
    watch.start()
    return watch


def _watch(difference: float) -> None:
    while abs(leapt := _difference() - difference) < LEAP_SECONDS:
        time.sleep(LOOK_SECONDS)
    say(f"the machine's clock was set by {leapt:+.0f} seconds: this process ends and is to be started anew")
    os.kill(os.getpid(), signal.SIGTERM)


def _difference() -> float:
    """Return by how much the time of day is ahead of the time that has passed, which nobody sets."""
    return time.time() - time.monotonic()
