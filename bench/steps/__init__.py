"""A whole case life, eight steps with three reviews at once and a journal, through `step()` and through its peers."""

from __future__ import annotations

import importlib
import importlib.util
import math
import time
from collections import defaultdict

from bench.result import Result, median, median_ratio

NAME = "steps"
HELP = "a whole case life through step(), against raw psycopg, Django ORM, viewflow and SpiffWorkflow"

# Contender, its module, what must be installed for it, and how much of its rate ours is to reach.
PEERS = (
    ("raw", "raw", "psycopg", 0.5),
    ("orm", "orm", "django", 4.0),
    ("viewflow", "viewflow_peer", "viewflow", 10.0),
    ("spiffworkflow", "spiffworkflow_peer", "SpiffWorkflow", 2.0),
)
MANY = 8
EIGHT_TO_ONE = 1.5
# Rounds, and the seconds that each contender plays in a round on one and on many connections.
QUICK = (5, 0.35, 0.6)
FULL = (9, 1.5, 3.0)
# On a machine that is busy with other things, a quick run plays shorter rounds rather than longer.
QUICK_SECONDS = 42.0
SHORTEST = 0.4
OVERHEAD = 1.15


def run(quick: bool) -> Result:
    """Measure lives per second on one and on eight connections, contender after contender in every round.

    A ratio is the median of the rounds' ratios. `ours/<peer>` is for eight connections, where the two cores are the
    limit; `ours/<peer> on one` is for one, where each waits for the disk eight times a life, whoever it is.
    """
    from bench.home import fresh_house

    result = Result(NAME)
    present = [peer for peer in PEERS if importlib.util.find_spec(peer[2]) is not None]
    for name, _module, package, _goal in PEERS:
        if all(name != peer[0] for peer in present):
            result.notes.append(f"{name} is left out: {package} is not installed (it is in requirements-peers.lock)")
    modules = {"ours": "ours"} | {name: module for name, module, _package, _goal in present}
    rounds, alone, together = QUICK if quick else FULL
    give_up = time.monotonic() + QUICK_SECONDS if quick else None
    with fresh_house("bench.settings"):
        rates = _measure(modules, rounds, {1: alone, MANY: together}, give_up)
    for (name, connections), values in rates.items():
        result.figure(f"{name}, {_connections(connections)}", median(values), "lives/s")
    for name, _module, _package, goal in present:
        result.ratio(f"ours/{name}", median_ratio(rates["ours", MANY], rates[name, MANY]), goal)
    for name, _module, _package, _goal in present:
        result.figure(f"ours/{name} on one", median_ratio(rates["ours", 1], rates[name, 1]), "times")
    result.notes.append("ours/<peer> is measured on eight connections; on one, all wait for the disk alike")
    result.ratio("eight/one", median_ratio(rates["ours", MANY], rates["ours", 1]), EIGHT_TO_ONE)
    return result


def _measure(
    modules: dict[str, str], rounds: int, seconds: dict[int, float], give_up: float | None
) -> dict[tuple[str, int], list[float]]:
    from django.db import connections
    from tqdm import tqdm

    from bench.steps.crew import Crew
    from bench.steps.life import cast

    loaded = {name: importlib.import_module(f"bench.steps.{module}") for name, module in modules.items()}
    people = cast()
    with connections["default"].cursor() as cursor:
        for module in loaded.values():
            for table in getattr(module, "TABLES", ()):
                cursor.execute(table)
    connections.close_all()
    crew = Crew(max(seconds), people)
    rates: dict[tuple[str, int], list[float]] = defaultdict(list)
    names = list(modules)
    try:
        with tqdm(total=len(names) * (1 + rounds * len(seconds)), desc="bench steps", leave=False, disable=None) as bar:
            for name in names:
                crew.warm(modules[name])
                bar.update()
            for turn in range(rounds):
                # Who comes first changes with the round.
                left = (give_up - time.monotonic()) / (rounds - turn) if give_up else math.inf
                part = max(SHORTEST, min(1.0, left / (len(names) * sum(seconds.values()) * OVERHEAD)))
                for name in names[turn % len(names) :] + names[: turn % len(names)]:
                    for connections_used, span in seconds.items():
                        rates[name, connections_used].append(crew.rate(modules[name], connections_used, span * part))
                        bar.update()
    finally:
        crew.close()
    return {(name, count): rates[name, count] for name in names for count in seconds}


def _connections(count: int) -> str:
    return "1 connection" if count == 1 else f"{count} connections"
