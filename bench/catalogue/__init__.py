"""A city's catalogue taken in, taken in again, and given out; beside it the same rows by COPY alone."""

from __future__ import annotations

import io
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bench.result import Result, median

NAME = "catalogue"
HELP = "26,262 items checked, stored and made findable, against a bare COPY of the same rows; again; and given out"

ROUNDS = 3
# Beside COPY alone: every item checked, compared, journalled, looked over by the quality rules and made findable.
GOAL_BARE = 0.15
# The same list again: read and compared, and nothing written.
GOAL_AGAIN = 2.0
SECONDS = 30.0


def run(quick: bool) -> Result:
    """Take the list into an empty catalogue, again, and put the same rows back by COPY, by turns."""
    from bench.kept_house import kept_house

    share = 10 if quick else 1
    result = Result(NAME)
    took: dict[str, list[float]] = defaultdict(list)
    with kept_house(NAME, share):
        from tqdm import tqdm

        from bench.catalogue import bare, seeding
        from tongban.catalogue.actions import import_items
        from tongban.catalogue.queries.exported import export

        contents = seeding.contents(share)
        for _round in tqdm(range(ROUNDS), desc="bench catalogue", leave=False, disable=None):
            bare.empty()
            first = _timed(took["ours"], lambda: import_items(contents, at=seeding.AT))
            again = _timed(took["again"], lambda: import_items(contents, at=seeding.AT))
            if (first.created, again.unchanged) != (len(contents), len(contents)):
                raise RuntimeError(f"the two runs do not do the same: {first}, {again}")
            took["bare"].append(bare.poured(bare.dumped()))
        for form in ("json", "jsonld", "zip", "xlsx"):
            _timed(took[form], lambda form=form: export(form, io.BytesIO()))  # type: ignore[misc]
    result.figure("items", len(contents), "items")
    for name in ("ours", "again", "bare"):
        result.figure(name, median(took[name]), "s")
    result.figure("ours, items a second", len(contents) / median(took["ours"]), "items/s")
    for form in ("json", "jsonld", "zip", "xlsx"):
        result.figure(f"export {form}", took[form][0], "s")
    result.ratio("bare/ours", _ratio(took["bare"], took["ours"]), GOAL_BARE)
    result.ratio("ours/again", _ratio(took["ours"], took["again"]), GOAL_AGAIN)
    if not quick:
        result.ratio("ours, seconds", median(took["ours"]), SECONDS, at_most=True)
    return result


def _timed(times: list[float], work: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    found = work()
    times.append(time.perf_counter() - started)
    return found


def _ratio(one: list[float], other: list[float]) -> float:
    return median(each / beside for each, beside in zip(one, other, strict=True))
