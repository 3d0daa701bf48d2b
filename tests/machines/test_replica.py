"""A streaming replica answers strangers while it keeps up; what it cannot answer, the primary does."""

from __future__ import annotations

import itertools
import pathlib
import re
import signal
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
import pytest

from tests.machines.app import Machine
from tests.machines.conftest import House, moved_in
from tests.machines.postgres import DATABASE, Server, address_of, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.needs("postgresql-15")]

MOST_LAG = 3
FIRST = ("/", "/about/", "/themes/", "/persons/", "/companies/", "/elderly/", "/authorities/", "/decisions/",
         "/decisions.csv", "/lists/", "/directory/", "/directory/codes", "/licence-types/", "/api/v1/lists",
         "/api/v1/decisions")  # fmt: skip
# Of these a page of the first ones names some; one of each is asked for.
LINKED = ("/themes/[^/\"]+/", "/authorities/[^/\"]+/", "/lists/[^/\".]+/", "/lists/[^/\"]+[.]csv",
          "/directory/[0-9][^/\"]+/", "/licence-types/[^/\"]+/")  # fmt: skip
EMPTY = "没有这样的事项甲乙丙"


@dataclass
class Pair:
    """A primary and its streaming standby, and a machine that knows both."""

    primary: Server
    standby: Server
    machine: Machine

    def get(self, path: str, **headers: str) -> str:
        """Return a page that must be there."""
        asked = urllib.request.Request(f"{self.machine.address}{path}", headers=headers)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            assert answer.status == 200
            return str(answer.read().decode())

    def reads(self) -> dict[str, int]:
        """Return how many reads that may lag each of the two has answered."""
        told = re.findall(r'^tongban_lagging_reads_total{by="(\w+)"} ([0-9.]+)$', self.get("/metrics"), re.MULTILINE)
        return {"primary": 0, "replica": 0} | {by: int(float(count)) for by, count in told}

    def answered_by(self, *paths: str) -> dict[str, int]:
        """Ask for pages and return who answered how many."""
        before = self.reads()
        for path in paths:
            self.get(path)
        return {by: count - before[by] for by, count in self.reads().items()}

    def doctor(self) -> str:
        return self.machine.run("tongban.cli", "doctor", check=False).stdout

    def is_read_from(self, who: str) -> bool:
        return self.answered_by("/about/")[who] == 1


@pytest.fixture
def pair(house: House, folder: pathlib.Path) -> Iterator[Pair]:
    primary, share = moved_in(house, folder)
    standby = Server(folder / "standby")
    machine = Machine(
        folder / "app",
        share,
        primary.address,
        replica=address_of("tongban", [(standby.host, standby.port)], connect_timeout="2"),
        more={"DATABASE_REPLICA_MOST_LAG": str(MOST_LAG)},
    )
    try:
        machine.take_static(house.static)
        standby.follow(primary)
        standby.start()
        machine.serve("--no-worker")
        machine.work()
        machine.wait_until_ready()
        yield Pair(primary, standby, machine)
    finally:
        machine.remove()
        for server in (standby, primary):
            server.remove()


class TestReplica:
    def test_answers_strangers_while_it_keeps_up(self, pair: Pair, house: House) -> None:
        wait_until(lambda: pair.is_read_from("replica"), "the replica is read from")
        code, token = house.script["item"], house.script["tokens"]["applicant"]
        item, call = f"/items/{code}", "/api/v1/items"
        first = [*FIRST, f"{item}/", f"{item}/versions/", f"{call}/{code}", f"{call}/{code}.jsonld"]
        first += [f"/search?q={quote('占道')}", f"{call}?q={quote('占道')}"]
        seen = "".join(pair.get(path) for path in FIRST)
        linked = [found[1] for pattern in LINKED if (found := re.search(f'href="({pattern})"', seen))]

        # Each of these is all reading: a standby refuses to write. Where a busy machine is late with a heartbeat, the
        # replica is left alone for a while.
        wait_until(
            lambda: pair.answered_by(*first, *linked) == {"replica": len(first) + len(linked), "primary": 0},
            "the replica answers all",
        )
        assert len(linked) >= 4
        # What a read has to write down is written on the primary.
        asked = itertools.count(1)
        wait_until(
            lambda: pair.answered_by(f"/search?q={quote(f'{EMPTY}{next(asked)}')}") == {"replica": 1, "primary": 0},
            "the replica answers",
        )
        assert set(self._rows(pair.primary, "SELECT times FROM catalogue_emptysearch")) == {(1,)}
        # Who is known reads where their own writing is.
        before = pair.reads()
        pair.get("/about/", Cookie="sessionid=anything")
        pair.get("/api/v1/items", Authorization=f"Bearer {token}")
        assert pair.reads() == before

        self._is_left_alone_while_it_lags(pair)
        self._is_done_without_when_it_is_gone(pair)

    def _is_left_alone_while_it_lags(self, pair: Pair) -> None:
        with pair.standby.superuser() as connection:
            connection.execute("SELECT pg_wal_replay_pause()")
            wait_until(lambda: pair.is_read_from("primary"), "a lagging replica is left alone")
            assert pair.answered_by("/", "/lists/") == {"replica": 0, "primary": 2}
            connection.execute("SELECT pg_wal_replay_resume()")
        wait_until(lambda: pair.is_read_from("replica"), "a replica that caught up is read from again")

    def _is_done_without_when_it_is_gone(self, pair: Pair) -> None:
        assert "the replica lags" in pair.doctor()
        pair.standby.stop(signal.SIGKILL)
        assert "✗ 只读副本不能连接" in pair.doctor()
        # From the first page on, and without an error on the way.
        assert pair.answered_by("/lists/", "/", "/decisions/", "/about/") == {"replica": 0, "primary": 4}
        pair.standby.start()
        wait_until(lambda: pair.is_read_from("replica"), "a replica that came back is read from again")

    @staticmethod
    def _rows(server: Server, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(host=str(server.folder), port=server.port, user="postgres", dbname=DATABASE) as connection:
            return connection.execute(question).fetchall()
