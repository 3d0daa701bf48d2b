"""Both ways to have something done later: through the outbox, and through the queue alone."""

from __future__ import annotations

from typing import Any

from django.db import connection
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app, django_connector

from tongban.kernel import outbox
from tongban.worker.tasks import enqueue

TOPIC = "bench.announced"
BATCH = 500

_done = {"ours": 0}


@outbox.on(TOPIC)
def count(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Handle an announcement: nothing is done but that it is counted."""
    _done["ours"] += 1


class Ours:
    """The outbox, and the worker of `./tongban worker` without what it does by the clock."""

    def __init__(self) -> None:
        connector = app.connector
        assert isinstance(connector, django_connector.DjangoConnector)
        self._worker = App(connector=connector.get_worker_connector())
        self._worker.tasks["handle"] = app.tasks["handle"]

    @property
    def done(self) -> int:
        return _done["ours"]

    def announce(self, size: int) -> None:
        """Leave announcements as steps do."""
        outbox.announce(TOPIC, {key: {"number": f"B{key}", "matter": key} for key in range(size)})

    def bring(self, size: int) -> None:
        """Forward what is announced."""
        while outbox.forward(enqueue, limit=BATCH):
            pass

    def work_off(self) -> None:
        """Run the worker until nothing is left."""
        self._worker.run_worker(wait=False, delete_jobs="successful", install_signal_handlers=False)


class Bare:
    """The queue as its documentation shows it, on the same tables."""

    def __init__(self, url: str) -> None:
        self.done = 0
        self._app = App(connector=PsycopgConnector(conninfo=url))

        @self._app.task(name="bare", queue="bare")
        def bare(topic: str, key: int, payload: dict[str, Any]) -> None:
            self.done += 1

        self._task = bare

    def bring(self, size: int) -> None:
        """Queue as many jobs, in batches."""
        with self._app.open():
            for first in range(0, size, BATCH):
                keys = range(first, min(size, first + BATCH))
                said = [{"topic": TOPIC, "key": key, "payload": {"number": f"B{key}", "matter": key}} for key in keys]
                self._task.batch_defer(*said)

    def work_off(self) -> None:
        """Run the worker until nothing is left."""
        self._app.run_worker(queues=["bare"], wait=False, delete_jobs="successful", install_signal_handlers=False)


def lay_waiting(size: int) -> None:
    """Queue jobs whose time has not come."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, scheduled_at)"
            " SELECT 'house', 'handle', 0, '{}', 'todo', now() + interval '1 day' FROM generate_series(1, %s)",
            [size],
        )
        cursor.execute("ANALYZE procrastinate_jobs")
