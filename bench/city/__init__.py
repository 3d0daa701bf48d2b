"""Filling a city, and the bytes that it left poured by COPY alone: what lawful rows cost beside the bare ones."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from bench.result import Result

NAME = "city"
HELP = "filling a part of a city with a year of cases, against a bare COPY of the same bytes"

# Planned, hashed, indexed, every constraint checked, a place in the tree for each entry: beside bytes into a heap.
GOAL = 0.3
# What cases stand on is brought in by the importers, each row checked; it is told apart.
FOUNDATION = ("演示城市", "镇街和村居", "实施主体", "个事项", "家企业")


def run(quick: bool, part: int) -> Result:
    """Fill a fresh house once, copy each poured table out once, and pour those bytes back bare.

    `ours/bare copy` is the seconds of the bare COPY, without indexes, over those of ours from the first person to the
    last index, constraint and leaf of the tree; `ours/bare copy, with indexes` counts into the COPY what any table that
    is read has to have. What the importers bring in before is a figure of its own. Once and not by turns: a filling
    changes what it fills.
    """
    from bench.home import fresh_house

    result = Result(NAME)
    took: dict[str, float] = {}
    with fresh_house() as house:
        from bench.city import bare
        from tongban.cli.city_scale.filling import FILLED, POURED, fill_city

        size = fill_city(part=part, told=_timing(took))
        poured = bare.pour([*POURED, *FILLED], house.home)
    founded = sum(seconds for name, seconds in took.items() if name.endswith(FOUNDATION))
    ours = sum(took.values()) - founded
    result.figure("cases", size.cases, "cases")
    result.figure("bytes", poured.bytes / 1e6, "MB")
    result.figure("foundation", founded, "s")
    result.figure("ours", ours, "s")
    result.figure("ours, cases a second", size.cases / ours, "cases/s")
    result.figure("bare copy", poured.seconds, "s")
    result.figure("bare copy, with indexes", poured.indexed_seconds, "s")
    result.ratio("ours/bare copy", poured.seconds / ours, GOAL)
    result.ratio("ours/bare copy, with indexes", poured.indexed_seconds / ours, GOAL)
    for name, seconds in took.items():
        result.notes.append(f"{name}: {seconds:.1f} s")
    return result


def _timing(took: dict[str, float]) -> Callable[..., contextlib.AbstractContextManager[Callable[[int], object]]]:
    @contextlib.contextmanager
    def told(what: str, count: int) -> Iterator[Callable[[int], object]]:
        from tqdm import tqdm

        began = time.perf_counter()
        with tqdm(total=count or None, desc=f"bench city: {what}", leave=False, disable=None) as bar:
            yield bar.update
        took[what] = time.perf_counter() - began

    return told
