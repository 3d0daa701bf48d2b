"""A whole case life, eight steps with three reviews at once and a journal, through `step()` and through its peers."""

from __future__ import annotations

import importlib
import importlib.util
import math
import time
from collections import defaultdict
from typing import NamedTuple

from bench.result import Result, median

NAME = "steps"
HELP = "a whole case life through step(), against raw psycopg, Django ORM, viewflow and SpiffWorkflow"


class Peer(NamedTuple):
    """Whom we are measured against: what must be installed for it, and how many times its rate ours is to reach."""

    name: str
    module: str
    package: str
    goal: float


PEERS = (
    Peer("raw", "raw", "psycopg", 0.5),
    Peer("orm", "orm", "django", 4.0),
    Peer("viewflow", "viewflow_peer", "viewflow", 10.0),
    Peer("spiffworkflow", "spiffworkflow_peer", "SpiffWorkflow", 2.0),
)
OURS = "ours"
MANY = 8
EIGHT_TO_ONE = 1.5
# Rounds, and the seconds that a contender plays at a time on one and on many connections.
QUICK = (5, 0.25, 0.4)
FULL = (9, 1.0, 2.0)
# On a machine that is busy with other things, a quick run plays for shorter rather than take longer.
QUICK_SECONDS = 42.0
SHORTEST = 0.4
OVERHEAD = 1.2


class Measured:
    """Rates by contender and connections, and the ratios of neighbours in time."""

    def __init__(self) -> None:
        self.rates: dict[tuple[str, int], list[float]] = defaultdict(list)
        self.ratios: dict[tuple[str, int], list[float]] = defaultdict(list)
        self.many_to_one: list[float] = []


def run(quick: bool, part: int) -> Result:
    """Measure lives per second on one and on eight connections; ours plays before or after each peer in every round.

    A ratio is the median of the rounds' ratios, each between two that played one right after the other: what slows the
    machine for a while slows both. `ours/<peer>` is for eight connections, where the processor is the limit; the figure
    `ours/<peer> on one` is for one, where each waits for the disk eight times a life, whoever it is.
    """
    from bench.city_house import city_house

    result = Result(NAME)
    present = [peer for peer in PEERS if importlib.util.find_spec(peer.package) is not None]
    for peer in PEERS:
        if peer not in present:
            result.notes.append(f"{peer.name} is left out: {peer.package} is not installed")
    rounds, alone, together = QUICK if quick else FULL
    give_up = time.monotonic() + QUICK_SECONDS if quick else math.inf
    with city_house(part, own=True, settings="bench.settings"):
        found = _measure(present, rounds, {1: alone, MANY: together}, give_up)
    for name in (OURS, *(peer.name for peer in present)):
        for connections in (1, MANY):
            result.figure(f"{name}, {_connections(connections)}", median(found.rates[name, connections]), "lives/s")
    for peer in present:
        result.figure(f"ours/{peer.name} on one", median(found.ratios[peer.name, 1]), "times")
    for peer in present:
        result.ratio(f"ours/{peer.name}", median(found.ratios[peer.name, MANY]), peer.goal)
    result.ratio("eight/one", median(found.many_to_one), EIGHT_TO_ONE)
    result.notes.append("ours/<peer> is measured on eight connections; on one, all wait for the disk alike")
    return result


def _measure(peers: list[Peer], rounds: int, seconds: dict[int, float], give_up: float) -> Measured:
    from django.db import connections
    from tqdm import tqdm

    from bench.steps.crew import Crew
    from bench.steps.life import cast

    people = cast()
    with connections["default"].cursor() as cursor:
        for peer in peers:
            for table in getattr(importlib.import_module(f"bench.steps.{peer.module}"), "TABLES", ()):
                cursor.execute(table)
    connections.close_all()
    crew = Crew(max(seconds), people)
    found = Measured()
    turns = len(peers) * len(seconds)
    try:
        with tqdm(total=1 + len(peers) + rounds * turns, desc="bench steps", leave=False, disable=None) as bar:
            for module in (OURS, *(peer.module for peer in peers)):
                crew.warm(module)
                bar.update()
            for played in range(rounds):
                left = (give_up - time.monotonic()) / (rounds - played)
                part = max(SHORTEST, min(1.0, left / (2 * len(peers) * sum(seconds.values()) * OVERHEAD)))
                for place, peer in enumerate(peers):
                    ours = {}
                    for count, span in seconds.items():
                        # Who plays first changes from turn to turn.
                        pair = [(OURS, OURS), (peer.name, peer.module)][:: 1 if (played + place) % 2 else -1]
                        rate = {name: crew.rate(module, count, span * part) for name, module in pair}
                        for name, value in rate.items():
                            found.rates[name, count].append(value)
                        found.ratios[peer.name, count].append(rate[OURS] / rate[peer.name])
                        ours[count] = rate[OURS]
                        bar.update()
                    found.many_to_one.append(ours[MANY] / ours[1])
    finally:
        crew.close()
    return found


def _connections(count: int) -> str:
    return "1 connection" if count == 1 else f"{count} connections"
