"""Giving the poured entries their places in the Merkle tree, in the order of their ids, by pieces of some thousands.

Leaves are set by SQL; the hashes above them are worked out by the same code as the sequencer's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import connection

from tongban.cli.city_scale.case_plan import ROOM
from tongban.cli.city_scale.progress import once
from tongban.kernel.rules.tiles import HASH_BYTES, Edge
from tongban.matters.actions.sequence import checkpoint, put_hashes
from tongban.matters.queries.journal import edge

PIECE = 50_000
_PLACED = """
WITH placed AS MATERIALIZED (
    SELECT id, leaf_hash FROM matters_journal_entry WHERE id BETWEEN %(first)s AND %(last)s ORDER BY id
), put AS (
    INSERT INTO matters_tree_leaf (index, entry_id)
    SELECT %(size)s + row_number() OVER (ORDER BY id) - 1, id FROM placed
)
SELECT string_agg(leaf_hash, ''::bytea ORDER BY id) FROM placed
"""


def plant(first_matter: int, cases: int, *, at: dt.datetime, said: Callable[[int], object]) -> None:
    """Place the entries of the poured cases that have no place yet, and sign the tree; `said` hears of each piece."""
    tree = None
    for start in range(0, cases, PIECE):
        count = min(PIECE, cases - start)
        first = (first_matter + start) * ROOM
        with once(f"tree {start + 1}") as fresh:
            if fresh:
                # Read once: the leaves have no index yet.
                tree = tree or edge()
                _place(tree, first, first + count * ROOM - 1)
        said(count)
    checkpoint(at=at)


def _place(tree: Edge, first: int, last: int) -> None:
    told = {"first": first, "last": last, "size": tree.size}
    with connection.cursor() as cursor:
        cursor.execute(_PLACED, told)
        (hashes,) = cursor.fetchone()
    put_hashes(tree.append([bytes(hashes[at : at + HASH_BYTES]) for at in range(0, len(hashes or b""), HASH_BYTES)]))
