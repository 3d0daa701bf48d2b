"""Clocks that are moved while a site serves: the house's own, and that of its whole machine."""

from __future__ import annotations

import os
import pathlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.harness.site import Site
from tongban.cli.environment import REPOSITORY

LEAPING = pathlib.Path(__file__).with_name("leaping")
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


def machine_clock(home: pathlib.Path) -> tuple[dict[str, str], Callable[[float], None]]:
    """Return the same for a clock that everything in these processes sees, the queue too; the database's stays right.

    What counts time that passed (`time.monotonic`) is not moved, as on a machine whose clock is set.
    """
    said, move = house_clock(home)
    path = [str(LEAPING), str(REPOSITORY), str(REPOSITORY / "src")]
    return {**said, "PYTHONPATH": os.pathsep.join(path)}, move


@dataclass(frozen=True, slots=True)
class Leap:
    """A clock is set to so many seconds from the right time, and stays there."""

    name: str
    move: Callable[[float], None]
    seconds: float

    def strike(self, site: Site, chance: random.Random) -> bool:
        """Set it."""
        self.move(self.seconds)
        site.leaps.append((time.monotonic(), self.seconds))
        return True
