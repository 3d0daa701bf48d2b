"""Finding items among a city's 26,262: what people type is found, and it costs little more than the index does."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from bench.result import Result

NAME = "search"
HELP = "searching a city's items: words, names, letters and slips are found, against the bare index query"

EACH = {True: 40, False: 150}
ROUNDS = 5
# What a page costs however little is found weighs more where the index has little to look through.
GOALS = {1: 0.1, 10: 0.15, 100: 0.33}

Times = dict[str, list[float]]


def run(quick: bool, part: int) -> Result:
    """Ask for every query in turn, of ours and of the bare index right after each other; then look what was found.

    Ours is what the search page does: read the words, find, order, fold the same item of many places into one, count
    six facets, and give a page of twenty. The bare query gives twenty ids of what holds the words, the shortest name
    first, from one plain table of all of them (`seeding`): for words `tokens @@ tsquery`, for letters `initials LIKE`;
    a slip holds nothing, so that it is the items that share most of its grams. `bare/ours` is the time of all bare
    queries over that of all of ours, each kind weighing alike: the mean over the kinds of (mean bare / mean ours). Ours
    does well with slips; so the figures tell every kind, and the mean of those that the index alone can answer.

    A hit is, for a slip (`typo_hit`), letters and whole names, the name it comes from among the first ten. Words hit
    (`two_char_hit`, `multi_hit`) when nothing was guessed, every item whose name holds them all is found, and those
    come first: each of the first ten that names can fill holds all words in its name or in one of its aliases.
    """
    from bench.city_house import city_house

    result = Result(NAME)
    with city_house(part), contextlib.ExitStack() as stack:
        from bench.search.asking import asked
        from bench.search.finding import Finding
        from bench.search.seeding import beside_the_city

        names = stack.enter_context(beside_the_city())
        finding = Finding()
        queries = asked(names, EACH[quick])
        hits: dict[str, list[bool]] = defaultdict(list)
        ours: Times = defaultdict(list)
        bare: Times = defaultdict(list)
        for query in queries:
            hit = finding.hit(query)
            hits[query.kind].append(hit)
            if query.slip:
                hits[f"typo, {query.slip}"].append(hit)
            mine, theirs = _both(lambda: finding.ours(query.words), lambda: finding.bare(query))  # noqa: B023
            ours[query.kind].append(mine)
            bare[query.kind].append(theirs)
        result.figure("items", finding.items, "items")
        result.figure("texts", finding.texts, "texts")
    for kind in ours:
        result.figure(f"{kind}, ours p50", _percentile(ours[kind], 50), "ms")
        result.figure(f"{kind}, ours p95", _percentile(ours[kind], 95), "ms")
        result.figure(f"{kind}, bare p50", _percentile(bare[kind], 50), "ms")
        result.figure(f"{kind}, bare p95", _percentile(bare[kind], 95), "ms")
        result.figure(f"{kind}, bare/ours", sum(bare[kind]) / sum(ours[kind]), "")
    for kind, found in hits.items():
        if kind not in ("two_char", "multi", "typo"):
            result.figure(f"{kind}, hit", sum(found) / len(found), "")
    ratios = {kind: sum(bare[kind]) / sum(ours[kind]) for kind in ours}
    result.figure(
        "bare/ours of what the index answers", statistics.mean(v for k, v in ratios.items() if k != "typo"), ""
    )
    result.ratio("bare/ours", statistics.mean(ratios.values()), GOALS[part])
    result.ratio("typo_hit", sum(hits["typo"]) / len(hits["typo"]), 0.95)
    result.ratio("two_char_hit", sum(hits["two_char"]) / len(hits["two_char"]), 1.0)
    result.ratio("multi_hit", sum(hits["multi"]) / len(hits["multi"]), 1.0)
    if part < 100:
        result.notes.append(f"{part} % of the grown items beside the 541 real ones: 0.33 is wanted of all 26,262")
    return result


def _both(ours: Callable[[], Any], bare: Callable[[], Any]) -> tuple[float, float]:
    """Return the median milliseconds of each; which goes first changes with every round."""
    took: dict[bool, list[float]] = {True: [], False: []}
    ours(), bare()
    for turn in range(ROUNDS):
        for is_ours in (True, False) if turn % 2 else (False, True):
            started = time.perf_counter()
            (ours if is_ours else bare)()
            took[is_ours].append((time.perf_counter() - started) * 1000)
    return statistics.median(took[True]), statistics.median(took[False])


def _percentile(values: Sequence[float], part: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[part - 1]
