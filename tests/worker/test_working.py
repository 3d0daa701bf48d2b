"""A worker goes on when its database was stopped and started under it, and ends when it is asked to meanwhile."""

import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from tests.cli.conftest import new_folder, take_away
from tongban.cli.postgres import EmbeddedPostgres

PATIENCE_SECONDS = 90.0
AWAY, BACK = "the database is away", "the database answers again"
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

    def __init__(self, server: EmbeddedPostgres, home: pathlib.Path) -> None:
        self.server, self.log = server, home / "worker.log"
        environment = {
            **os.environ,
            "DATABASE_URL": server.url,
            "TONGBAN_HOME": str(home),
            "TONGBAN_SUPERVISOR": str(os.getpid()),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tongban.cli", "worker"], env=environment, stdout=log, stderr=log
            )

    def ask(self, question: str, *values: object) -> Any:
        with self.server.connect() as asking:
            row = asking.execute(question, values).fetchone()
        return row and row[0]

    def has_begun(self, after: int = 0) -> bool:
        """Tell whether a worker that was registered after another one lives."""
        return bool(self.ask("SELECT max(id) FROM procrastinate_workers HAVING max(id) > %s", after))

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
        first = worker.ask("SELECT max(id) FROM procrastinate_workers")
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
        worker.until(lambda: worker.has_begun(after=first))
        worker.ask("INSERT INTO kernel_announcement (topic, key, payload) VALUES ('nobody.asks', 1, '{}') RETURNING id")

        worker.until(lambda: worker.ask("SELECT count(*) FROM kernel_announcement") == 0)
        worker.until(lambda: worker.ask("SELECT attempts FROM procrastinate_jobs WHERE id = %s", job) > 0)
        said = worker.log.read_text()
        assert said.count(BACK) == 1, said
        # What each of the queue's own statements met is not told besides.
        assert "ConnectorException" not in said, said

    def test_ends_when_asked_while_the_database_is_away(self, worker: Worker) -> None:
        worker.server.stop()
        worker.until(worker.says(AWAY))

        worker.process.terminate()

        assert worker.process.wait(PATIENCE_SECONDS / 3) == 0
        assert "Traceback" not in worker.log.read_text()
