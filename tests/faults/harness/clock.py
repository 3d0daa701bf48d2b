"""Clocks that are moved while a site serves: the house's own, and that of the whole machine (libfaketime)."""

from __future__ import annotations

import glob
import pathlib
import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.harness.site import Site

LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"
HOUR, DAY = 3600, 86400


def house_clock(home: pathlib.Path) -> tuple[dict[str, str], Callable[[float], None]]:
    """Return the environment of a site whose own clock moves, and what moves it, in seconds from the machine's."""
    file = home / "clock"

    def move(seconds: float) -> None:
        fresh = file.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(file)

    move(0)
    # Only a demonstration may be served with a clock of its own.
    return {"TONGBAN_DEMO": "1", "TONGBAN_DEMO_CLOCK": str(file)}, move


def machine_clock(home: pathlib.Path) -> tuple[dict[str, str], Callable[[float], None]] | None:
    """Return the same for the clock of all its processes and its database; None where libfaketime is missing."""
    found = glob.glob(LIBRARIES)
    if not found:
        return None
    file = home / "machine-clock"

    def move(seconds: float) -> None:
        fresh = file.with_suffix(".new")
        fresh.write_text(f"{seconds:+.0f}")
        fresh.chmod(0o644)
        fresh.replace(file)

    move(0)
    # What counts time that passed is not moved, as on a machine whose clock is set.
    said = {"FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    return {"LD_PRELOAD": found[0], **said}, move


@dataclass(frozen=True, slots=True)
class Leap:
    """A clock is set to so many seconds from the right time, and stays there."""

    name: str
    move: Callable[[float], None]
    seconds: float

    def strike(self, site: Site, chance: random.Random) -> bool:
        """Set it."""
        self.move(self.seconds)
        return True
