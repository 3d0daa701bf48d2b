"""What registers know of an enterprise, looked up with its trace, against the same rows read by bare SQL."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bench.result import Result, median, median_ratio, p95

NAME = "look_ups"
HELP = (
    "what the registers know of an enterprise, with the trace that its owner reads, against bare SQL of the same rows"
)

ROUNDS = 5
EACH = {True: 60, False: 200}
GOAL = 0.3


def run(quick: bool, part: int) -> Result:
    """Look enterprises up, spread evenly over the register, by turns with bare SQL.

    Ours finds the registers that answer for the elements, judges how old what they say is, and keeps who looked at what
    for what. The bare way sends the two statements of ours that read the rows and keep the trace, as they were sent,
    and makes nothing of the answer. All is rolled back, so that neither waits for the disk.
    """
    from bench.city_house import city_house

    result = Result(NAME)
    ours: list[float] = []
    bare: list[float] = []
    mine: list[float] = []
    theirs: list[float] = []
    with city_house(part):
        from django.db import transaction
        from tqdm import tqdm

        from bench.look_ups.asking import Asking

        with transaction.atomic():
            asking = Asking(EACH[quick])
            for turn in tqdm(range(ROUNDS), desc="bench look_ups", leave=False, disable=None):
                ways = [(asking.ours, ours, mine), (asking.bare, bare, theirs)][:: 1 if turn % 2 else -1]
                for way, millis, rounds in ways:
                    rounds.append(sum(_timed(millis, way, code) for code in asking.codes))
            transaction.set_rollback(True)
    result.figure("enterprises", asking.enterprises, "enterprises")
    result.figure("elements of each", len(asking.elements), "elements")
    result.figure("ours, queries", asking.queries, "queries")
    for name, millis in (("ours", ours), ("bare", bare)):
        result.figure(f"{name}, p50", median(millis), "ms")
        result.figure(f"{name}, p95", p95(millis), "ms")
    result.ratio("bare/ours", median_ratio(theirs, mine), GOAL)
    result.notes.append("the house itself looks; an official's look-up also asks whether the case is theirs")
    return result


def _timed(millis: list[float], way: Callable[[str], Any], code: str) -> float:
    started = time.perf_counter()
    way(code)
    millis.append((time.perf_counter() - started) * 1000)
    return millis[-1]
