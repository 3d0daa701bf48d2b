"""Pouring a city's cases: pieces of some thousands, planned, written and marked as done in one transaction each."""

from __future__ import annotations

import concurrent.futures
import os
from collections.abc import Callable

from django.db import connection

from tongban.cli.city_scale import case_rows, entries
from tongban.cli.city_scale.case_plan import Drawn, plan, reviews
from tongban.cli.city_scale.progress import is_done, once
from tongban.matters.rules.lamps import WarningRule

PIECE = 20_000
# Beyond so many connections at once the disk has nothing left to give.
_MOST_AT_ONCE = 4


def pour_cases(
    drawn: Drawn, *, rule: WarningRule, basis: str, file: tuple[str, int], said: Callable[[int], object]
) -> None:
    """Pour what is not poured yet, by as many connections as there are processors; `said` hears how many came."""
    written = [*case_rows.statements(rule=rule, basis=basis, file=file), *entries.statements()]
    firsts = range(1, drawn.size.cases + 1, PIECE)

    def piece(first: int) -> int:
        last = min(drawn.size.cases, first + PIECE - 1)
        with once(f"cases {first}") as fresh:
            if fresh:
                with connection.cursor() as cursor:
                    # What a power failure would undo is known to be undone: the piece is then not marked either.
                    cursor.execute("SET LOCAL synchronous_commit = off")
                    cursor.execute("SET LOCAL work_mem = '64MB'")
                    for statement in (
                        plan(drawn, first, last),
                        reviews(drawn.pools.days),
                        "ANALYZE plan (version_id)",
                        *written,
                    ):
                        cursor.execute(statement)
        return last - first + 1

    left = [first for first in firsts if not is_done(f"cases {first}")]
    said(drawn.size.cases - sum(min(PIECE, drawn.size.cases - first + 1) for first in left))
    workers = min(_MOST_AT_ONCE, os.cpu_count() or 1)
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for count in pool.map(_alone(piece), left):
            said(count)


def _alone(work: Callable[[int], int]) -> Callable[[int], int]:
    """Let a thread's own connection end with its piece: Django leaves it open, and the thread may never come again."""

    def run(first: int) -> int:
        try:
            return work(first)
        finally:
            connection.close()

    return run
