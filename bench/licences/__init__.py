"""Licences made in a batch, against nothing but setting the page and signing it with the same libraries."""

from __future__ import annotations

import time
from collections.abc import Callable

from bench.result import Result, median

NAME = "licences"
HELP = "licences made in a batch: set, signed twice, kept and registered, against setting and signing alone"

ROUNDS = 5
SIZE, QUICK_SIZE = 100, 15
GOAL = 0.5


def run(quick: bool, part: int) -> Result:
    """Make files for licences of a register by turns with bare ones: the same page, the same signature, no register.

    Ours also signs each file by SM2 beside it, keeps it durably under its hash, and enters it in the register.
    """
    from bench.city_house import city_house

    size = QUICK_SIZE if quick else SIZE
    result = Result(NAME)
    with city_house(part, own=True):
        from tqdm import tqdm

        from bench.licences import bare, seeding
        from tongban.licences.actions.make_pending import make_pending

        seeding.seed(size * (ROUNDS + 1))
        ours, setting, pages = [], [], bare.Bare()
        make_pending(most=size, at=seeding.AT)
        pages.make(seeding.printed(), size // 5)
        for _round in tqdm(range(ROUNDS), desc="bench licences", leave=False, disable=None):
            ours.append(_rate(lambda: make_pending(most=size, at=seeding.AT).made))
            setting.append(_rate(lambda: pages.make(seeding.printed(), size)))
        copies = _rate(lambda: seeding.copy_all(size))
    result.figure("ours", median(ours), "licences/s")
    result.figure("bare", median(setting), "licences/s")
    result.figure("copies for one purpose", copies, "copies/s")
    result.ratio("ours/bare", median(mine / theirs for mine, theirs in zip(ours, setting, strict=True)), GOAL)
    result.notes.append("One process; each further one adds as much until the processors are busy.")
    return result


def _rate(work: Callable[[], int]) -> float:
    started = time.perf_counter()
    made = work()
    return made / (time.perf_counter() - started)
