"""Journal entries as they are stored, and as what is stored hashes: in bulk by their places in the tree, and singly."""

import functools
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from django.db import connection

from tongban.kernel.rules.merkle import leaf_hash
from tongban.matters.models import JournalEntry
from tongban.matters.rules.canonical import canonical_json
from tongban.matters.rules.entries import canonical, composed

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
            actor=_canonical(self.actor),
            source=self.source,
            occurred_at=self.occurred_at,
            recorded_at=self.recorded_at,
            facts=_canonical(self.facts),
        )


def canonical_of(entry: JournalEntry) -> bytes:
    """Return the canonical JSON of an entry that was read with its matter."""
    return canonical(
        number=entry.matter.number,
        sequence=entry.sequence,
        verb=entry.verb,
        from_state=entry.from_state,
        to_state=entry.to_state,
        actor=entry.actor,
        source=entry.source,
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
        facts=entry.facts,
    )


def recorded(until: int, batch: int) -> Iterator[list[Recorded]]:
    """Yield the entries of all places before `until`, in the order of places, a batch at a time.

    The next batch is read while the caller works on the one it has; on this thread's connection, so that what this
    transaction wrote is seen. What the caller asks of the database meanwhile waits for it. Raises the database's
    OperationalError when the connection ends, or is closed, before all was read.
    """
    connection.ensure_connection()
    session = connection.connection
    with ThreadPoolExecutor(1, thread_name_prefix="recorded") as ahead:
        with connection.wrap_database_errors:
            found = _read(session, -1, until, batch)
        while found:
            coming = ahead.submit(_read, session, found[-1].place, until, batch)
            yield found
            with connection.wrap_database_errors:
                found = coming.result()


def _read(session: Any, last: int, until: int, batch: int) -> list[Recorded]:
    """Return the entries behind the place `last`. The session is the driver's, which threads may share."""
    with session.cursor(binary=True) as cursor:
        # The planner sees how few they are, and does not join the whole journal for them.
        cursor.execute(f"{_ROWS} LIMIT {batch:d}", [last, until])
        return [Recorded._make(row) for row in cursor.fetchall()]


@functools.lru_cache(maxsize=8192)
def _canonical(text: str) -> bytes:
    """Return the canonical form of a JSON text; the same people act again and again, and mostly say the same."""
    return canonical_json(json.loads(text))
