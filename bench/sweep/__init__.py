"""The lamps of a million open matters: found and marked as a set, and by counting days a row at a time in Python."""

from __future__ import annotations

import time
from collections.abc import Callable

from bench.result import Result, median

NAME = "sweep"
HELP = "the lamps of 1,000,000 open matters, marked as a set and by counting days row by row in Python"

ROUNDS = 5
GOAL = 10.0


def run(quick: bool) -> Result:
    """Sweep the house as one that nobody swept before, in both ways by turns; they must mark the very same.

    The sweep of the next day, when nearly everything is marked, is told of beside it.
    """
    from bench.kept_house import kept_house

    share = 10 if quick else 1
    result = Result(NAME)
    with kept_house(NAME, share):
        from tqdm import tqdm

        from bench.sweep import counting, seeding
        from tongban.matters.actions.sweep_lamps import sweep_lamps

        at, today = seeding.AT, seeding.AT.date()
        ours, again, python, marks = [], [], [], set()
        for _round in tqdm(range(ROUNDS), desc="bench sweep", leave=False, disable=None):
            took, found = _timed(lambda: sweep_lamps(at=at))
            ours.append(took)
            marks.add(tuple(sorted(found.items())))
            took, _found = _timed(lambda: sweep_lamps(at=at + seeding.DAY))
            again.append(took)
            _forget()
            took, found = _timed(lambda: counting.sweep(at, today))
            python.append(took)
            marks.add(tuple(sorted(found.items())))
            _forget()
        if len(marks) != 1:
            raise RuntimeError(f"the two ways do not mark the same: {marks}")
    result.figure("open matters", seeding.OPEN // share, "matters")
    result.figure("marked", sum(found.values()), "matters")
    result.figure("ours", median(ours), "s")
    result.figure("ours, the next day", median(again), "s")
    result.figure("python", median(python), "s")
    result.ratio("ours/python", median(theirs / mine for theirs, mine in zip(python, ours, strict=True)), GOAL)
    return result


def _timed(sweep: Callable[[], dict[str, int]]) -> tuple[float, dict[str, int]]:
    started = time.perf_counter()
    found = sweep()
    return time.perf_counter() - started, found


def _forget() -> None:
    """Make the house one that nobody swept before."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE matters_lamp_change, kernel_announcement")
