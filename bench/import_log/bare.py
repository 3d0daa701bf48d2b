"""The log read by lxml and its rows put back by COPY: nothing is checked, worked out or hashed."""

from __future__ import annotations

import io
import time

from django.db import connection, transaction
from lxml import etree

_THOSE = "SELECT matter_id FROM matters_history WHERE source = 'bench'"
# Each table with those of its rows that the import made.
ROWS = {
    "matters_matter": f"id IN ({_THOSE})",
    "matters_clock": f"matter_id IN ({_THOSE})",
    "matters_history": "source = 'bench'",
    "matters_journal_entry": f"matter_id IN ({_THOSE})",
    "kernel_announcement": f"key IN (SELECT id FROM matters_journal_entry WHERE matter_id IN ({_THOSE}))",
}


def dumped() -> dict[str, bytes]:
    """Return the rows that ours made, as COPY writes them."""
    with connection.cursor() as cursor:
        found = {}
        for table, those in ROWS.items():
            with cursor.copy(f"COPY (SELECT * FROM {table} WHERE {those}) TO STDOUT") as copy:
                found[table] = b"".join(bytes(block) for block in copy)
        return found


def read_and_copied(file: bytes, rows: dict[str, bytes]) -> float:
    """Read every element of the log, put the rows where ours are not, and return the seconds; it is rolled back."""
    with transaction.atomic(), connection.cursor() as cursor:
        started = time.perf_counter()
        for _event, element in etree.iterparse(io.BytesIO(file), resolve_entities=False, no_network=True):
            if element.tag.endswith("trace"):
                element.clear()
        # What the rows point to is not looked up, and nothing is done for each of them.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, block in rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(block)
        took = time.perf_counter() - started
        transaction.set_rollback(True)
    return took
