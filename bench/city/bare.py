"""The same bytes by COPY alone: each table out to a file once, and in again into one of the same shape."""

from __future__ import annotations

import pathlib
import time
from dataclasses import dataclass

from django.db import connection, transaction

BLOCK = 1 << 20


@dataclass(slots=True)
class Poured:
    """How many bytes COPY wrote, and how long it took to read them back: without indexes, and with the table's."""

    bytes: int = 0
    seconds: float = 0.0
    indexed_seconds: float = 0.0


def pour(tables: list[str], folder: pathlib.Path) -> Poured:
    """Pour the rows of each table into copies of it, one transaction each, and drop those again."""
    poured = Poured()
    for table in tables:
        file = folder / "poured.copy"
        with connection.cursor() as cursor, file.open("wb") as out:
            with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                for block in copy:
                    out.write(block)
        poured.bytes += file.stat().st_size
        poured.seconds += _into(table, file, "")
        poured.indexed_seconds += _into(table, file, "INCLUDING INDEXES")
        file.unlink()
    return poured


def _into(table: str, file: pathlib.Path, like: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(f"CREATE TABLE bare_copy (LIKE {table} {like})")
        began = time.perf_counter()
        with transaction.atomic(), file.open("rb") as source, cursor.copy("COPY bare_copy FROM STDIN") as copy:
            while block := source.read(BLOCK):
                copy.write(block)
        took = time.perf_counter() - began
        cursor.execute("DROP TABLE bare_copy")
    return took
