"""The ordeal: clients at work, one part after another killed, and every answer held against the house.

Kills come in batches. Within one they do not wait for each other; after each the site is left alone until it has
settled, and all that must hold is checked.
"""

from __future__ import annotations

import dataclasses
import json
import pathlib
import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from tests.faults.harness.clients import Answer, Client, Crew
from tests.faults.harness.faults import Fault
from tests.faults.harness.house import prepare, run
from tests.faults.harness.site import Site

BATCH = 50
# Between two kills the clients get this long, so that kills find every sort of call under way.
BETWEEN_SECONDS = (0.1, 0.7)
# After so many, kills wait until clients were answered so often: what nobody works with cannot be struck at work.
BREATH, ANSWERS = 10, 30
# So often is the verdict asked for at most, while the house itself goes on working.
VERDICTS = 5
# Where there is no victim for one fault just now, one of the next may have its turn.
LOOK_AHEAD = 6


@dataclasses.dataclass(frozen=True)
class Struck:
    """What was struck, and the seconds until the site did all its work again, where that was waited for."""

    what: str
    seconds: float | None


@dataclasses.dataclass
class Outcome:
    """What came of it: what was struck, what the clients saw, and the verdict over the house."""

    struck: list[Struck] = dataclasses.field(default_factory=list)
    clients: list[Client] = dataclasses.field(default_factory=list)
    verdict: dict[str, Any] = dataclasses.field(default_factory=dict)
    batches: int = 0
    relaunched: int = 0

    @property
    def answers(self) -> list[Answer]:
        return [answer for client in self.clients for answer in client.answers]

    @property
    def retried(self) -> int:
        return sum(client.retried for client in self.clients)

    @property
    def replayed(self) -> int:
        return sum(client.replayed for client in self.clients)

    @property
    def troubles(self) -> list[str]:
        return [client.trouble for client in self.clients if client.trouble]

    @property
    def changed(self) -> list[str]:
        return [line for client in self.clients for line in client.changed]

    @property
    def lost(self) -> int:
        return len(self.verdict["lost"]) + len(self.troubles)

    @property
    def doubled(self) -> int:
        return len(self.verdict["doubled"]) + len(self.changed)

    @property
    def wrong(self) -> list[str]:
        """List what went wrong, a sentence each; empty when everything held."""
        verdict = [line for name in ("lost", "doubled", "findings", "days", "jobs") for line in self.verdict[name]]
        return [*self.troubles, *self.changed, *verdict]

    @property
    def worst_restart(self) -> float:
        return max(struck.seconds or 0.0 for struck in self.struck)


def ordeal(
    site: Site,
    faults: Sequence[Fault],
    *,
    seed: int = 1,
    patient: bool = False,
    batch: int = BATCH,
    breath: int = BREATH,
    address: str = "",
    told: Callable[[Outcome], object] = lambda outcome: None,
) -> Outcome:
    """Let clients work at a site that serves the demo city, strike it with each of the faults, and return the outcome.

    A patient ordeal waits after each until the site works again, and measures that. After each `breath` of them, and
    after the last, clients are answered some times first. They call the site's own address unless another is given.
    `told` hears the outcome after each batch; the first batch after which something is wrong is the last.
    """
    chance, outcome = random.Random(seed), Outcome()
    script = prepare(site.home)
    for begin in range(0, len(faults), batch):
        outcome.batches += 1
        with Crew(address or site.address, script, seed=seed * 1000 + outcome.batches, leaps=site.leaps) as crew:
            site.crew = crew
            _strike_all(faults[begin : begin + batch], site, crew, chance, outcome, patient, breath)
            _breathe(site, crew)
        outcome.clients += crew.clients
        judge(site, crew, outcome)
        told(outcome)
        if outcome.wrong:
            break
    return outcome


def _strike_all(
    faults: Sequence[Fault],
    site: Site,
    crew: Crew,
    chance: random.Random,
    outcome: Outcome,
    patient: bool,
    breath: int,
) -> None:
    waiting = deque(faults)
    for place in range(len(faults)):
        if not place % breath:
            _breathe(site, crew)
        time.sleep(chance.uniform(*BETWEEN_SECONDS))
        since, began = time.time(), time.monotonic()
        fault = _strike_one(waiting, site, chance)
        if patient:
            site.wait_until(lambda s=since: site.is_back(s), f"the {fault.name}")  # type: ignore[misc]
        outcome.struck.append(Struck(fault.name, time.monotonic() - began if patient else None))
        outcome.relaunched = site.relaunched


def _breathe(site: Site, crew: Crew) -> None:
    wanted = crew.answered + ANSWERS
    site.wait_until(lambda: crew.in_trouble or crew.answered >= wanted, "an answer")


def _strike_one(waiting: deque[Fault], site: Site, chance: random.Random) -> Fault:
    """Let the first that finds its victim strike; the others keep their turn."""
    struck: list[Fault] = []

    def strike() -> bool:
        struck.extend(fault for fault in islice(waiting, LOOK_AHEAD) if not struck and fault.strike(site, chance))
        return bool(struck)

    site.wait_until(strike, "a victim")
    waiting.remove(struck[0])
    return struck[0]


def judge(site: Site, crew: Crew, outcome: Outcome) -> None:
    """Let the clients end what they are at and the site settle, and hold every answer so far against the house."""
    site.wait_until(site.is_ready, "the site")
    crew.wait_until_done()
    for _try in range(VERDICTS):
        site.wait_until(site.has_settled, "rest")
        before = site.moved()
        outcome.verdict = check(site.home, outcome)
        # What the house does by the clock may be half done just when the verdict is given.
        if not outcome.wrong or (site.has_settled() and site.moved() == before):
            break


def check(home: pathlib.Path, outcome: Outcome) -> dict[str, Any]:
    """Return the verdict over the house of what it acknowledged; see `tests.faults.harness.check`."""
    kept = home / "answers.json"
    kept.write_text(json.dumps([{**dataclasses.asdict(answer), "body": None} for answer in outcome.answers]))
    verdict: dict[str, Any] = json.loads(run("tests.faults.harness.check", home, str(kept)))
    return verdict
