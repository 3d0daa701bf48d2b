"""The ordeal: clients at work, one part after another killed, and at the end every answer held against the house."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import random
import subprocess
import sys
import threading
import time
from typing import Any

from bench.faults.clients import Client
from bench.faults.site import DATABASE, WEB, WORKER, RunningSite, environment
from tongban.cli.environment import REPOSITORY

PARTS = (WEB, WORKER, DATABASE)
CLIENTS = 3
# Between two kills the clients get this long, so that kills find every sort of call under way.
BETWEEN_SECONDS = (0.2, 1.2)


@dataclasses.dataclass(frozen=True)
class Kill:
    """Which part was killed, and the seconds until it did its work again."""

    what: str
    seconds: float


@dataclasses.dataclass
class Outcome:
    """What the ordeal brought: kills, what the clients saw, and the verdict over the house."""

    kills: list[Kill]
    clients: list[Client]
    verdict: dict[str, Any]

    @property
    def acknowledged(self) -> int:
        return sum(len(client.answers) for client in self.clients)

    @property
    def retried(self) -> int:
        return sum(client.retried for client in self.clients)

    @property
    def replayed(self) -> int:
        return sum(client.replayed for client in self.clients)

    @property
    def lost(self) -> int:
        return len(self.verdict["lost"]) + sum(bool(client.trouble) for client in self.clients)

    @property
    def doubled(self) -> int:
        return len(self.verdict["doubled"]) + sum(len(client.changed) for client in self.clients)

    @property
    def worst_restart(self) -> float:
        return max(kill.seconds for kill in self.kills)

    @property
    def told(self) -> list[str]:
        """List what went wrong, a sentence each, the first few."""
        of_clients = [
            line for client in self.clients for line in ([client.trouble] if client.trouble else client.changed)
        ]
        return [*of_clients, *self.verdict["lost"], *self.verdict["doubled"], *self.verdict["findings"]][:20]


def ordeal(home: pathlib.Path, *, kills: int, seed: int = 1) -> Outcome:
    """Serve the demo city from `home`, kill so often, and return what was found; the home is left stopped."""
    from tqdm import tqdm

    chance = random.Random(seed)
    script = json.loads(_run("bench.faults.prepare", home))
    site = RunningSite(home)
    over = threading.Event()
    clients = [Client(site.address, script, seed=seed * 100 + place, stop=over) for place in range(CLIENTS)]
    threads = [threading.Thread(target=client.run, daemon=True) for client in clients]
    suffered: list[Kill] = []
    try:
        site.start()
        for thread in threads:
            thread.start()
        for what in tqdm(_victims(kills, chance), desc="kill -9", leave=False, disable=None):
            time.sleep(chance.uniform(*BETWEEN_SECONDS))
            since = time.monotonic()
            killed = site.kill(what)
            suffered.append(Kill(what, site.wait_until_back(what, killed, since)))
        time.sleep(BETWEEN_SECONDS[1])
        over.set()
        for thread in threads:
            thread.join(90)
    finally:
        over.set()
        site.stop()
    answers = [dataclasses.asdict(answer) for client in clients for answer in client.answers]
    for answer in answers:
        answer["body"] = None
    kept = home / "answers.json"
    kept.write_text(json.dumps(answers))
    verdict = json.loads(_run("bench.faults.check", home, str(kept)))
    return Outcome(suffered, clients, verdict)


def _victims(kills: int, chance: random.Random) -> list[str]:
    """Return a random order in which each part comes about equally often."""
    victims = [PARTS[place % len(PARTS)] for place in range(kills)]
    chance.shuffle(victims)
    return victims


def _run(module: str, home: pathlib.Path, *arguments: str) -> str:
    """Run one of our modules in its own process and return its last line."""
    answer = subprocess.run(
        [sys.executable, "-m", module, "--home", str(home), *arguments],
        cwd=REPOSITORY,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise RuntimeError(f"{module} failed:\n{answer.stderr[-3000:]}")
    return answer.stdout.strip().splitlines()[-1]
