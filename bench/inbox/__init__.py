"""The inbox of a city after a year: 3,460,000 closed cases and 100,000 open ones, or a part of them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bench.result import Result, p95

NAME = "inbox"
HELP = "the inbox of a city after a year: list, filters and count, of an officer and a supervisor, against plain Django"

ROUNDS = {True: 5, False: 9}
# A plain page reads all cases ever, ours those that are open: with a tenth of them, a tenth of the ratio is wanted.
GOALS = {1: 0.4, 10: 4.0, 100: 40.0}
# Words are looked for in every open row, whoever does it.
WORDS_GOALS = {1: 0.2, 10: 1.0, 100: 5.0}

Times = dict[tuple[str, bool], list[float]]


def run(quick: bool, part: int) -> Result:
    """Ask for every view in turn, ours and the plain one right after each other; both must give the same page.

    A ratio is between the 95th percentiles over an official's views; `ours/naive` is the worse official's. Ours counts
    every task of the inbox besides, which the plain page does not.
    """
    from bench.city_house import city_house

    result = Result(NAME)
    ours: Times = defaultdict(list)
    naive: Times = defaultdict(list)
    with city_house(part, settings="bench.inbox.settings"):
        from tqdm import tqdm

        from bench.inbox.plain import lay_plain
        from bench.inbox.views import queries_of, views

        lay_plain()
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
        mine, theirs = p95(ours[who, words]), p95(naive[who, words])
        name = f"{who}, words" if words else who
        found[name] = theirs / mine
        result.figure(f"{name}, ours p95", mine * 1000, "ms")
        result.figure(f"{name}, naive p95", theirs * 1000, "ms")
    for who, count in queries.items():
        result.figure(f"{who}, queries", count, "queries")
    for name, ratio in found.items():
        result.ratio(f"{name} ours/naive", ratio, WORDS_GOALS[part] if name.endswith("words") else GOALS[part])
    result.ratio("ours/naive", min(found[who] for who in queries), GOALS[part])
    if part < 100:
        result.notes.append(f"{part} % of the cases, so {part} % of the goal: it is 40 at 3.5 million")
    return result


def _timed(times: list[float], ask: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    page = ask()
    times.append(time.perf_counter() - started)
    return page
