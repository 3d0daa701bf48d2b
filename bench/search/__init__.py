"""Finding items among 26,262: what people type is found, and it costs little more than the index does."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from bench.result import Result

NAME = "search"
HELP = "searching 26,262 items: words, names, letters and slips are found, against the bare index query"

EACH = {True: 40, False: 150}
ROUNDS = 5
# What a page costs however little is found weighs more where the index has an eighth to look through.
GOALS = {True: 0.15, False: 0.33}

Times = dict[str, list[float]]


def run(quick: bool) -> Result:
    """Ask for every query in turn, of ours and of the bare index right after each other; then look what was found.

    Ours is what the search page does: read the words, find, order, fold the same item of many places into one, count
    six facets, and give a page of twenty. The bare query gives twenty ids of what holds the words, the shortest name
    first, from one plain table of all 26,262 (`seeding`): for words `tokens @@ tsquery`, for letters `initials LIKE`;
    a slip holds nothing, so that it is the items that share most of its grams. `bare/ours` is the time of all bare
    queries over that of all of ours, each kind weighing alike: the mean over the kinds of (mean bare / mean ours). Ours
    does well with slips; so the figures tell every kind, and the mean of those that the index alone can answer.

    A hit is, for a slip (`typo_hit`), letters and whole names, the name it comes from among the first ten. Words hit
    (`two_char_hit`, `multi_hit`) when nothing was guessed, every item whose name holds them all is found, and those
    come first: each of the first ten that names can fill holds all words in its name or in one of its aliases.
    """
    from bench.kept_house import kept_house

    result = Result(NAME)
    with kept_house(NAME, 10 if quick else 1):
        from bench.search.asking import asked
        from bench.search.finding import Finding
        from bench.search.seeding import real_items

        _index_again(result)
        names = sorted({name for name, _type in real_items()})
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
    result.ratio("bare/ours", statistics.mean(ratios.values()), GOALS[quick])
    result.ratio("typo_hit", sum(hits["typo"]) / len(hits["typo"]), 0.95)
    result.ratio("two_char_hit", sum(hits["two_char"]) / len(hits["two_char"]), 1.0)
    result.ratio("multi_hit", sum(hits["multi"]) / len(hits["multi"]), 1.0)
    if quick:
        result.notes.append("a tenth of the grown items beside the 541 real ones: 0.33 is wanted of all 26,262")
    return result


def _index_again(result: Result) -> None:
    """Build the documents anew where what makes them reads otherwise than when they were made."""
    from bench.search.seeding import is_indexed, lay_plain
    from tongban.catalogue.actions import index_search

    if not is_indexed():
        started = time.perf_counter()
        index_search()
        result.figure("index anew", time.perf_counter() - started, "s")
        lay_plain()


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
