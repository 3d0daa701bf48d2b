"""The lamps of a city's open matters: found and marked as a set, and by counting days a row at a time in Python."""

from __future__ import annotations

import time
from collections.abc import Callable

from bench.result import Result, median, median_ratio

NAME = "sweep"
HELP = "the lamps of a city's open matters, marked as a set and by counting days row by row in Python"

ROUNDS = 5
# What a statement costs however little it marks weighs more where it marks some hundreds.
GOALS = {1: 4.0, 10: 10.0, 100: 10.0}


def run(quick: bool, part: int) -> Result:
    """Sweep the city as one that nobody swept before, in both ways by turns; they must mark the very same.

    The sweep of the next day, when nearly everything is marked, is told of beside it. All is rolled back.
    """
    from bench.city_house import city_house

    result = Result(NAME)
    with city_house(part):
        from django.db import transaction
        from tqdm import tqdm

        from bench.sweep import counting
        from tongban.kernel.clock import day_of, now
        from tongban.matters.actions.sweep_lamps import sweep_lamps
        from tongban.matters.models import Matter

        at, marks = now(), set()
        ours: list[float] = []
        again: list[float] = []
        python: list[float] = []
        for _round in tqdm(range(ROUNDS), desc="bench sweep", leave=False, disable=None):
            with transaction.atomic():
                counting.forget()
                marks.add(_timed(ours, lambda: sweep_lamps(at=at)))
                _timed(again, lambda: sweep_lamps(at=at + counting.DAY))
                transaction.set_rollback(True)
            with transaction.atomic():
                counting.forget()
                marks.add(_timed(python, lambda: counting.sweep(at, day_of(at))))
                transaction.set_rollback(True)
        if len(marks) != 1:
            raise RuntimeError(f"the two ways do not mark the same: {marks}")
        matters = Matter.objects.filter(closed_at=None).count()
    result.figure("open matters", matters, "matters")
    result.figure("marked", sum(count for _lamp, count in marks.pop()), "matters")
    result.figure("ours", median(ours), "s")
    result.figure("ours, the next day", median(again), "s")
    result.figure("python", median(python), "s")
    result.ratio("ours/python", median_ratio(python, ours), GOALS[part])
    return result


def _timed(times: list[float], sweep: Callable[[], dict[str, int]]) -> tuple[tuple[str, int], ...]:
    started = time.perf_counter()
    found = sweep()
    times.append(time.perf_counter() - started)
    return tuple(sorted(found.items()))
