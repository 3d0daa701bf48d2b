"""Three servers in processes of their own, and one client process that decides case after case on each in turn."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections import defaultdict
from dataclasses import dataclass, field

from bench.decide.client import decide
from bench.decide.seeding import Prepared
from bench.serving import Server, serving
from tongban.cli.environment import House

PROCESSES, THREADS = 2, 4
WARMING = 0.5
PEERS = {"bare": "bench.decide.bare", "django": "bench.decide.plain"}


@dataclass
class Taken:
    """Decisions a second by server, round by round, and how long each answer took."""

    rates: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    millis: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def percentile(self, name: str, part: int) -> float:
        """Return the time that `part` percent of a server's answers stayed within."""
        ordered = sorted(self.millis[name])
        return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]


def measured(house: House, prepared: Prepared, rounds: int, seconds: float) -> Taken:
    """Ask each server for `seconds` in every round, one after the other."""
    from tqdm import tqdm

    taken = Taken()
    left = {name: list(reversed(numbers)) for name, numbers in prepared.numbers.items()}
    with contextlib.ExitStack() as stack:
        loader = stack.enter_context(multiprocessing.get_context("spawn").Pool(1))
        ports = {name: stack.enter_context(_served(house, name, prepared)).port for name in prepared.numbers}
        with tqdm(total=(rounds + 1) * len(ports), desc="bench decide", leave=False, disable=None) as bar:
            for place in range(rounds + 1):
                for name, port in ports.items():
                    span = seconds if place else WARMING
                    spent, millis = loader.apply(decide, (port, prepared.token, left[name], span))
                    del left[name][-len(millis) :]
                    if place:
                        taken.rates[name].append(len(millis) / spent)
                        taken.millis[name] += millis
                    bar.update()
    return taken


def _served(house: House, name: str, prepared: Prepared) -> contextlib.AbstractContextManager[Server]:
    if name == "ours":
        return serving(house, workers=PROCESSES)
    peer = f"{PEERS[name]}:application"
    # No peer has a page to be ready on; the first round, which is not counted, waits for it.
    return serving(house, peer=peer, workers=PROCESSES, threads=THREADS, ready="", BENCH_VALUES=str(prepared.values))
