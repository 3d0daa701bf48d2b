"""Journal entries by their places in the tree, in bulk: as they are stored, and as what is stored hashes."""

import functools
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from tongban.kernel.rules.merkle import leaf_hash
from tongban.matters.rules.canonical import canonical_json
from tongban.matters.rules.entries import composed

# What is read is text already, so that no row is taken apart and put together again: ten million come this way.
_ROWS = """
SELECT l.index, m.number, e.sequence, e.verb, e.from_state, e.to_state, e.actor::text, e.source,
       to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       e.facts::text, e.leaf_hash
FROM matters_tree_leaf l
LEFT JOIN matters_journal_entry e ON e.id = l.entry_id
LEFT JOIN matters_matter m ON m.id = e.matter_id
WHERE l.index > %s AND l.index < %s ORDER BY l.index
"""


class Recorded(NamedTuple):
    """An entry as it is stored, at its place; `kept_hash` is None where there is no entry."""

    place: int
    number: str | None
    sequence: int
    verb: str
    from_state: str
    to_state: str
    actor: str
    source: str
    occurred_at: str
    recorded_at: str
    facts: str
    kept_hash: bytes | None

    def hashed(self) -> bytes:
        """Return the leaf hash of what is stored."""
        return leaf_hash(self.canonical())

    def canonical(self) -> bytes:
        """Return the canonical JSON of what is stored; of an entry whose matter is gone, with an empty number."""
        return composed(
            number=self.number or "",
            sequence=self.sequence,
            verb=self.verb,
            from_state=self.from_state,
            to_state=self.to_state,
            actor=_canonical_actor(self.actor),
            source=self.source,
            occurred_at=self.occurred_at,
            recorded_at=self.recorded_at,
            facts=_canonical(self.facts),
        )


def recorded(until: int, batch: int) -> Iterator[list[Recorded]]:
    """Yield the entries of all places before `until`, in the order of places, a batch at a time."""
    last = -1
    while True:
        with connection.cursor() as cursor:
            # The planner sees how few they are, and does not join the whole journal for them.
            cursor.execute(f"{_ROWS} LIMIT {batch:d}", [last, until])
            found = [Recorded._make(row) for row in cursor.fetchall()]
        if not found:
            return
        yield found
        last = found[-1].place


def _canonical(text: str) -> bytes:
    value: Any = json.loads(text)
    return b"{}" if value == {} else canonical_json(value)


# The same people act again and again.
_canonical_actor = functools.lru_cache(maxsize=4096)(_canonical)
