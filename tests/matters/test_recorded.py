"""Entries are read ahead of who looks at them; a database that is gone meanwhile is told as such."""

import threading

import pytest
from django.db import OperationalError, connection

from tests.matters.journal import journal, owner
from tongban.matters.queries import recorded as reading
from tongban.matters.queries.recorded import Recorded, recorded
from tongban.parties.models import Authority

__all__ = ["owner"]


class TestRecorded:
    def test_is_read_in_batches_in_the_order_of_places(self, owner: Authority) -> None:
        journal(owner, 5)

        batches = list(recorded(4, 2))

        assert [[entry.place for entry in batch] for batch in batches] == [[0, 1], [2, 3]]

    def test_tells_of_a_connection_that_was_closed_meanwhile(
        self, owner: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # A session of its own, so that the test's stays open; it sees nothing that the test wrote.
        apart = connection.copy()
        monkeypatch.setattr(reading, "connection", apart)
        columns = ", ".join(["NULL"] * 10)
        places = f"SELECT l, {columns}, NULL FROM generate_series(0, 99) l WHERE l > %s AND l < %s ORDER BY l"
        monkeypatch.setattr(reading, "_ROWS", places)
        reads, read = threading.Semaphore(0), reading._read

        def counted(session: object, last: int, until: int, batch: int) -> list[Recorded]:
            found = read(session, last, until, batch)
            reads.release()
            return found

        monkeypatch.setattr(reading, "_read", counted)
        batches = recorded(100, 2)
        next(batches)
        for _batch in range(2):
            assert reads.acquire(timeout=300)

        apart.close()

        with pytest.raises(OperationalError):
            list(batches)
