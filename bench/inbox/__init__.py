"""The inbox of a city after a year: 3,460,000 closed cases and 100,000 open ones, listed, filtered and counted."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bench.result import Result

NAME = "inbox"
HELP = "the inbox at 3.5 million cases: list, filters and count, of an officer and a supervisor, against plain Django"

ROUNDS = {True: 5, False: 9}
# A plain page reads all cases ever, ours those that are open: with a tenth of them, a tenth of the ratio is wanted.
GOALS = {True: 4.0, False: 40.0}
# Words are looked for in every open row, whoever does it.
WORDS_GOALS = {True: 1.0, False: 5.0}

Times = dict[tuple[str, bool], list[float]]


def run(quick: bool) -> Result:
    """Ask for every view in turn, ours and the plain one right after each other; both must give the same page.

    A ratio is between the 95th percentiles over an official's views; `ours/naive` is the worse official's. Ours counts
    every task of the inbox besides, which the plain page does not.
    """
    from bench.kept_house import kept_house

    result = Result(NAME)
    ours: Times = defaultdict(list)
    naive: Times = defaultdict(list)
    with kept_house(NAME, 10 if quick else 1, settings="bench.inbox.settings"):
        from tqdm import tqdm

        from bench.inbox.views import queries_of, views

        asked = views()
        queries = {view.who: queries_of(view) for view in asked}
        for turn in tqdm(range(ROUNDS[quick]), desc="bench inbox", leave=False, disable=None):
            for view in asked:
                kinds = [(ours, view.ours), (naive, view.naive)]
                pages = [_timed(times[view.who, view.words], ask) for times, ask in kinds[:: 1 if turn % 2 else -1]]
                if pages[0] != pages[1]:
                    raise RuntimeError(f"{view.who}: the pages of {view.filters} differ")
    found = {}
    for who, words in ours:
        mine, theirs = _p95(ours[who, words]), _p95(naive[who, words])
        name = f"{who}, words" if words else who
        found[name] = theirs / mine
        result.figure(f"{name}, ours p95", mine * 1000, "ms")
        result.figure(f"{name}, naive p95", theirs * 1000, "ms")
    for who, count in queries.items():
        result.figure(f"{who}, queries", count, "queries")
    for name, ratio in found.items():
        result.ratio(f"{name} ours/naive", ratio, WORDS_GOALS[quick] if name.endswith("words") else GOALS[quick])
    result.ratio("ours/naive", min(found[who] for who in queries), GOALS[quick])
    if quick:
        result.notes.append("a tenth of the cases, so a tenth of the goal: it is 40 at 3.5 million")
    return result


def _timed(times: list[float], ask: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    page = ask()
    times.append(time.perf_counter() - started)
    return page


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]
