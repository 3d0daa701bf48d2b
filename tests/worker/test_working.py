"""A worker goes on when its database was stopped and started under it, and ends when it is asked to meanwhile."""

import asyncio
import itertools
import logging
import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg_pool import PoolTimeout

from tests.cli.conftest import new_folder, take_away
from tests.faults.harness.clock import DAY, machine_clock
from tongban.cli.postgres import EmbeddedPostgres
from tongban.worker import working

PATIENCE_SECONDS = 300.0
AWAY, BACK, FAILED = "the database is away", "the database answers again", "a statement of the queue failed"
# So that the tables are there that ours are copied from.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[EmbeddedPostgres]:
    """A server of our own whose database has the tables of ours, and nothing in them."""
    folder = new_folder()
    with EmbeddedPostgres(folder, durable=False) as started:
        with django_db_blocker.unblock():
            name = connection.settings_dict["NAME"]
            where = connection.get_connection_params()
        command = [started.places.program("pg_dump"), "--schema-only", "-h", where["host"], "-U", where["user"], name]
        tables = subprocess.run(command, capture_output=True, check=True).stdout
        psql = [started.places.program("psql"), "--quiet", "--dbname", started.url]
        subprocess.run(psql, input=tables, capture_output=True, check=True)
        yield started
    take_away(folder)


class Worker:
    """`./tongban worker` in a process of its own, and what it says."""

    def __init__(self, server: EmbeddedPostgres, home: pathlib.Path, **more: str) -> None:
        self.server, self.log = server, home / "worker.log"
        environment = {
            **os.environ,
            "DATABASE_URL": server.url,
            "TONGBAN_HOME": str(home),
            "TONGBAN_SUPERVISOR": str(os.getpid()),
            **more,
        }
        # One that was killed has left its row.
        self.before = self.newest()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tongban.cli", "worker"], env=environment, stdout=log, stderr=log
            )

    def ask(self, question: str, *values: object) -> Any:
        with self.server.connect() as asking:
            row = asking.execute(question, values).fetchone()
        return row and row[0]

    def newest(self) -> int:
        """Return the number of the worker that was registered last; 0 before the first."""
        return int(self.ask("SELECT coalesce(max(id), 0) FROM procrastinate_workers"))

    def has_begun(self) -> bool:
        return self.newest() > self.before

    def until(self, come: Callable[[], Any]) -> None:
        """Wait until something is so, while the process lives."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not come():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < give_up, self.log.read_text()
            time.sleep(0.05)

    def says(self, words: str) -> Callable[[], bool]:
        return lambda: words in self.log.read_text()


@pytest.fixture
def worker(server: EmbeddedPostgres, tmp_path: pathlib.Path) -> Iterator[Worker]:
    """A worker that works."""
    server.ensure()
    started = Worker(server, tmp_path)
    try:
        started.until(started.has_begun)
        yield started
    finally:
        started.process.kill()
        started.process.wait()


class TestWork:
    def test_goes_on_when_the_database_was_stopped_and_started(self, worker: Worker) -> None:
        first = worker.newest()
        # How the job went could not be said any more.
        job = worker.ask(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status, worker_id) "
            "VALUES ('handle', 'house', 'doing', %s) RETURNING id",
            first,
        )

        worker.server.stop()
        worker.until(worker.says(AWAY))
        time.sleep(1.5)
        worker.server.join()
        worker.until(lambda: worker.newest() > first)
        worker.ask("INSERT INTO kernel_announcement (topic, key, payload) VALUES ('nobody.asks', 1, '{}') RETURNING id")

        worker.until(lambda: worker.ask("SELECT count(*) FROM kernel_announcement") == 0)
        worker.until(lambda: worker.ask("SELECT attempts FROM procrastinate_jobs WHERE id = %s", job) > 0)
        said = worker.log.read_text()
        told = [words for line in said.splitlines() for words in (AWAY, BACK) if words in line]
        # It is back only after it was away, although a slow machine may lose it more than once.
        assert told[0] == AWAY, said
        assert BACK in told, said
        assert (BACK, BACK) not in itertools.pairwise(told), said
        # What each of the queue's own statements met is not told besides.
        assert "ConnectorException" not in said, said

    def test_goes_on_when_the_clock_was_set_on_and_back(self, server: EmbeddedPostgres, tmp_path: pathlib.Path) -> None:
        server.ensure()
        said, move = machine_clock(tmp_path)
        worker = Worker(server, tmp_path, **said)
        try:
            worker.until(worker.has_begun)
            for seconds, told in ((DAY, "+86400"), (0, "-86400")):
                first = worker.newest()
                move(seconds)
                worker.until(worker.says(f"the machine's clock was set by {told} seconds"))
                worker.until(lambda before=first: worker.newest() > before)  # type: ignore[misc]
                announced = "INSERT INTO kernel_announcement (topic, key, payload) VALUES ('nobody.asks', 1, '{}')"
                worker.ask(f"{announced} RETURNING id")
                # Else it would begin nothing until the day has come again.
                worker.until(lambda: worker.ask("SELECT count(*) FROM kernel_announcement") == 0)
        finally:
            worker.process.kill()
            worker.process.wait()

    def test_ends_when_asked_while_the_database_is_away(self, worker: Worker) -> None:
        worker.server.stop()
        worker.until(worker.says(AWAY))
        # A job that was just at work tells what it met.
        before = worker.log.read_text()

        worker.process.terminate()

        assert worker.process.wait(PATIENCE_SECONDS) == 0
        assert "Traceback" not in worker.log.read_text().removeprefix(before)


class TestTold:
    """What the log says of the database."""

    def told(self, caplog: pytest.LogCaptureFixture, *met: psycopg.Error | None) -> list[str]:
        """Return the lines of a worker whose statements met these errors, or (None) went well."""
        log = working._Told()
        with caplog.at_level(logging.WARNING, working.LOG.name):
            for error in met:
                if error is None:
                    log.it_works()
                else:
                    log.it_fails(error)
        return [words for line in caplog.messages for words in (AWAY, BACK, FAILED) if words in line]

    def test_a_reason_is_told_once_and_the_return_when_a_statement_went_well(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        gone, standby = psycopg.OperationalError("refused"), psycopg.errors.ReadOnlySqlTransaction("a standby")
        assert self.told(caplog, None, gone, gone, standby, standby, None, None, gone) == [AWAY, AWAY, BACK, AWAY]

    @pytest.mark.parametrize("answer", [psycopg.errors.DeadlockDetected(), psycopg.errors.DiskFull(), PoolTimeout()])
    def test_an_answer_is_no_absence(self, answer: psycopg.Error, caplog: pytest.LogCaptureFixture) -> None:
        assert self.told(caplog, answer, None, answer) == [FAILED, FAILED]
        assert type(answer).__name__ in caplog.text


class TestConnector:
    """Which failures of the queue's own statements end its worker, and which of them the log is spared."""

    def meet(self, monkeypatch: pytest.MonkeyPatch, *met: psycopg.Error) -> tuple[Exception | None, list[bool]]:
        """Return what a worker is lost for whose statements meet these errors, and for each whether the log has it."""

        async def meet_all() -> tuple[Exception | None, list[bool]]:
            connector = working._Connector(lambda: pytest.fail("nothing went well"))
            logged = []
            for error in met:

                async def fail(ours: PsycopgConnector, query: str, error: psycopg.Error = error) -> None:
                    raise ConnectorException from error

                monkeypatch.setattr(PsycopgConnector, "execute_query_async", fail)
                with pytest.raises(ConnectorException) as raised:
                    await connector.execute_query_async("SELECT 1")
                logged.append(is_logged(raised.value))
            return (connector.lost.result() if connector.lost.done() else None), logged

        return asyncio.run(meet_all())

    def test_is_lost_for_the_first_and_tells_for_all_that_follow_from_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        gone, deadlock = psycopg.OperationalError("refused"), psycopg.errors.DeadlockDetected()

        assert self.meet(monkeypatch, gone, psycopg.errors.AdminShutdown(), deadlock) == (gone, [False, False, True])
        assert self.meet(monkeypatch, deadlock, deadlock) == (deadlock, [False, True])

    def test_another_failure_is_no_reason_to_begin_anew(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.meet(monkeypatch, psycopg.errors.RaiseException("taken up already")) == (None, [True])

    def test_says_when_a_statement_went_well(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def succeed(ours: PsycopgConnector, query: str) -> None:
            return

        async def ask() -> None:
            await working._Connector(lambda: went.append(query)).execute_query_async(query)

        query, went = "SELECT 1", []
        monkeypatch.setattr(PsycopgConnector, "execute_query_async", succeed)
        asyncio.run(ask())

        assert went == [query]

    def test_the_log_keeps_what_a_job_met(self) -> None:
        """A job that asks over Django's connection is not ours to speak for, whatever the reason is."""
        of_a_job = ConnectorException()
        of_a_job.__cause__ = psycopg.OperationalError("refused")
        assert is_logged(of_a_job)


class TestAnswers:
    def test_who_only_reads_is_no_database_to_work_with(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asyncio.run(working._answers())

        reading = {**working.connector_params(), "options": "-c default_transaction_read_only=on"}
        monkeypatch.setattr(working, "connector_params", lambda: reading)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            asyncio.run(working._answers())


def is_logged(error: Exception) -> bool:
    """Tell whether a line with the error passes the filter of a worker's log."""
    record = logging.LogRecord("queue", logging.ERROR, "", 0, "failed", None, (type(error), error, None))
    return working._is_not_told_by_us(record)
