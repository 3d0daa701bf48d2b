"""The embedded database starts, and starts again, whatever was killed."""

import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import psycopg
import pytest

from tests.cli.conftest import take_away
from tongban.cli.postgres import EmbeddedPostgres
from tongban.cli.postgres_cluster import check_trigrams
from tongban.cli.postgres_places import PostgresTrouble

# How quick a restart is, `./tongban bench faults` measures; a test must not fail because a machine is busy.
PATIENCE_SECONDS = 180

JOIN = """
import pathlib, sys, time
from tongban.cli.postgres import EmbeddedPostgres
database = EmbeddedPostgres(pathlib.Path(sys.argv[1]), durable=False).join(wait_seconds=180)
with database.connect() as connection:
    connection.execute("SELECT 1")
print(database.pid, flush=True)
sys.stdin.read()
"""


def other_process(home: pathlib.Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", JOIN, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def kill(database: EmbeddedPostgres) -> psutil.Process:
    """Kill the postmaster and return what is left of it; there must be one, for nobody (0) would be all of us."""
    assert database.pid is not None
    postmaster = psutil.Process(database.pid)
    postmaster.kill()
    return postmaster


def said(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


@pytest.fixture
def database(home: pathlib.Path) -> Iterator[EmbeddedPostgres]:
    running = EmbeddedPostgres(home, durable=False).join()
    yield running
    running.leave()


class TestStart:
    def test_sees_chinese_letters(self, database: EmbeddedPostgres) -> None:
        with database.connect() as connection:
            row = connection.execute("SELECT cardinality(show_trgm('道路'))").fetchone()

        assert row == (3,)

    def test_listens_on_no_network_address(self, database: EmbeddedPostgres) -> None:
        assert database.pid is not None

        assert [c for c in psutil.Process(database.pid).net_connections("inet") if c.status == "LISTEN"] == []

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change the user")
    def test_does_not_run_as_root(self, database: EmbeddedPostgres) -> None:
        assert database.pid is not None

        assert psutil.Process(database.pid).uids().effective != 0

    def test_keeps_the_socket_short_however_long_the_home_is(self, home: pathlib.Path) -> None:
        long = home / ("a-very-long-name" * 10) / "home"

        with EmbeddedPostgres(long, durable=False) as database:
            sockets = list(database.places.sockets.glob(".s.PGSQL.*"))

            assert sockets
            assert max(len(str(path)) for path in sockets) < 100
        take_away(long)

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change the user")
    def test_leaves_a_closed_home_closed_and_says_where_the_database_is(
        self, home: pathlib.Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        home.chmod(0o700)

        with EmbeddedPostgres(home, durable=False) as database:
            keeper = database.places.data.parent

        assert home.stat().st_mode & 0o777 == 0o700
        assert home.stat().st_uid == 0
        assert keeper != home
        assert (home / "database-lives-elsewhere").read_text().strip() == str(keeper)
        assert str(keeper) in capfd.readouterr().err

    def test_refuses_the_data_of_another_version(self, home: pathlib.Path, database: EmbeddedPostgres) -> None:
        database.stop()
        (database.places.data / "PG_VERSION").write_text("9\n")

        with pytest.raises(PostgresTrouble, match=r"was made by PostgreSQL 9, this is \d+"):
            database.join()

    def test_says_what_the_server_said_when_it_ends_at_once(
        self, home: pathlib.Path, database: EmbeddedPostgres
    ) -> None:
        database.stop()
        (database.places.data / "postgresql.conf").write_text("no_such_setting = 1\n")

        with pytest.raises(PostgresTrouble, match="contains errors"):
            database.join()


class TestTrigrams:
    def test_are_missed_in_a_database_of_ctype_c(self, database: EmbeddedPostgres) -> None:
        with database.connect() as connection:
            connection.execute("CREATE DATABASE blind TEMPLATE template0 LC_CTYPE 'C'")

        with database.connect("blind") as connection, pytest.raises(PostgresTrouble, match="no trigrams"):
            check_trigrams(connection)


class TestRecovery:
    def test_brings_back_what_was_committed_when_the_postmaster_is_killed(self, home: pathlib.Path) -> None:
        with EmbeddedPostgres(home) as database:
            with database.connect() as connection:
                connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
            kill(database)

            database.join()

            with database.connect() as connection:
                assert connection.execute("SELECT one FROM kept").fetchone() == (1,)

    def test_ensures_only_when_there_is_need(self, database: EmbeddedPostgres) -> None:
        assert database.ensure() is False

        psutil.wait_procs([kill(database)], timeout=PATIENCE_SECONDS)

        assert database.ensure() is True
        assert database.ensure() is False

    def test_joins_the_server_that_a_killed_process_left(self, home: pathlib.Path) -> None:
        starter = other_process(home)
        postmaster = said(starter)
        starter.kill()
        starter.wait()

        with EmbeddedPostgres(home, durable=False) as database:
            assert database.pid == postmaster

        assert not database.alive()

    @pytest.mark.parametrize("written", ["zombie", "foreign", "nobody", "empty"])
    def test_takes_a_stale_pid_for_what_it_is(self, written: str, database: EmbeddedPostgres) -> None:
        psutil.wait_procs([kill(database)], timeout=PATIENCE_SECONDS)
        file = database.places.data / "postmaster.pid"
        stranger = subprocess.Popen(["true"] if written == "zombie" else ["sleep", "600"])
        if written == "zombie":  # dead and not waited for
            while psutil.Process(stranger.pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.01)
        _, _, others = file.read_text().partition("\n")
        pid = {"nobody": "4194304", "empty": ""}.get(written, str(stranger.pid))
        file.write_text(f"{pid}\n{others}" if pid else "")

        database.join()

        assert database.pid not in (None, stranger.pid)
        if written == "foreign":
            assert stranger.poll() is None, "the stranger was not touched"
        stranger.kill()
        stranger.wait()

    def test_ends_backends_that_outlived_their_postmaster(self, database: EmbeddedPostgres) -> None:
        busy = database.connect()
        backend = busy.info.backend_pid
        os.kill(backend, signal.SIGSTOP)  # so that it cannot notice
        kill(database)

        database.join()

        assert not psutil.pid_exists(backend) or psutil.Process(backend).status() == psutil.STATUS_ZOMBIE
        with pytest.raises(psycopg.OperationalError):
            busy.execute("SELECT 1")


class TestSharing:
    def test_gives_two_starters_one_server(self, home: pathlib.Path) -> None:
        starters = [other_process(home) for _ in range(3)]

        pids = {said(starter) for starter in starters}

        assert len(pids) == 1
        for starter in starters:
            starter.kill()
            starter.wait()

    def test_stops_when_the_last_one_leaves(self, home: pathlib.Path) -> None:
        first = EmbeddedPostgres(home, durable=False).join()
        second = EmbeddedPostgres(home, durable=False).join()

        first.leave()
        assert second.alive()

        second.leave()
        assert not second.alive()
