"""What can strike a site while it serves."""

from __future__ import annotations

import contextlib
import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tests.faults.harness.site import DATABASE, WEB, WORKER, Site


class Fault(Protocol):
    """One sort of misfortune."""

    @property
    def name(self) -> str: ...

    def strike(self, site: Site, chance: random.Random) -> bool:
        """Strike now, and take back what would last; False where there is nothing to strike at this moment."""
        ...


@dataclass(frozen=True, slots=True)
class Kill:
    """`kill -9` of one process of a part."""

    name: str
    victims: Callable[[Site], list[int]]

    def strike(self, site: Site, chance: random.Random) -> bool:
        """Kill one of those that live now."""
        found = self.victims(site)
        if not found:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(found), signal.SIGKILL)
            return True
        return False


def _supervisor(site: Site) -> list[int]:
    return [site.process.pid] if site.process is not None and site.process.poll() is None else []


# The whole web server, one process of it that serves, the job worker, the postmaster, one of its processes (which takes
# all the others along), and the supervisor, whom nobody but the machine starts again.
KILLS = (
    Kill(WEB, lambda site: site.pids_of(WEB)[:1]),
    Kill("web process", lambda site: site.pids_of(WEB)[1:]),
    Kill(WORKER, lambda site: site.pids_of(WORKER)[:1]),
    Kill(DATABASE, lambda site: site.pids_of(DATABASE)[:1]),
    Kill("database process", lambda site: site.pids_of(DATABASE)[1:]),
    Kill("supervisor", _supervisor),
)
# Of twenty kills: what comes back slowly is killed seldom, or nobody would be at work when the next one comes.
SHARES = {WEB: 3, "web process": 5, WORKER: 4, DATABASE: 3, "database process": 4, "supervisor": 1}


def kills(many: int, *, seed: int = 1) -> list[Fault]:
    """Return so many kills in a random order, in which each sort comes about as often as its share says."""
    chance = random.Random(seed)
    of_twenty = [kill for kill in KILLS for _ in range(SHARES[kill.name])]
    # One of each sort is among them however few they are.
    order: list[Fault] = [*KILLS]
    while len(order) < many:
        order += chance.sample(of_twenty, len(of_twenty))
    order = order[:many]
    chance.shuffle(order)
    return order
