"""Pouring a city's cases: pieces of some thousands, planned, written and marked as done in one transaction each."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from django.db import connection

from tongban.cli.city_scale import case_rows, entries
from tongban.cli.city_scale.case_plan import Drawn, plan, reviews
from tongban.cli.city_scale.progress import once
from tongban.matters.models import JournalEntry
from tongban.matters.rules.lamps import WarningRule

JOURNAL = JournalEntry._meta.db_table

# One percent of a city is four of them.
PIECE = 8_900
# Pages are told to be seen by everybody while they are at hand: later, each would be read, logged whole and written a
# second time. What another piece is settling meanwhile it settles for both.
_SETTLE = f"VACUUM (SKIP_LOCKED, TRUNCATE off) {', '.join((JOURNAL, *case_rows.TABLES))}"


def pouring(
    drawn: Drawn, *, rule: WarningRule, basis: str, file: tuple[str, int], said: Callable[[int], object]
) -> Iterator[Callable[[], object]]:
    """Yield what pours the cases, piece by piece; one that was poured stays, and `said` hears how many there are."""
    written = [*case_rows.statements(rule=rule, basis=basis, file=file), *entries.statements()]

    def pour(first: int) -> None:
        last = min(drawn.size.cases, first + PIECE - 1)
        with once(f"cases {first}") as fresh:
            if fresh:
                _write([plan(drawn, first, last), reviews(drawn.pools.days), "ANALYZE plan (version_id)", *written])
        _write([_SETTLE])
        said(last - first + 1)

    for first in range(1, drawn.size.cases + 1, PIECE):
        yield functools.partial(pour, first)


def _write(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
