"""Working off the queue for as long as the process lives, whatever becomes of the database meanwhile.

The queue's own worker ends, or goes on with jobs that it can never finish, when a statement of its own fails. Here it
is ended at the first of them and begun anew, on fresh connections, as soon as the database answers again: a restart or
a failover is a pause, not an end.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterator
from typing import Any

import psycopg
from django.conf import settings
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.signals import on_stop

LOG = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 15.0
# How long a statement waits for a connection before its database counts as away, and a job to end when we must.
PATIENCE_SECONDS, GRACE_SECONDS = 3.0, 8.0
# Nobody answers, the connection broke, or who answers is a primary no more.
AWAY = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.errors.ReadOnlySqlTransaction)


class QueueLeft(Exception):
    """The worker ended of itself, and not because of its database: the lines above say why."""


def work(*, wait: bool) -> None:
    """Work until SIGTERM or SIGINT, or, where we do not `wait`, until no job is left.

    Who waits outlives the database. Who does not raises what psycopg says of one that went away. Raises QueueLeft.
    """
    for handler in logging.getLogger().handlers:
        handler.addFilter(_is_not_of_an_absent_database)
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_work_steadily(wait))


def _is_not_of_an_absent_database(record: logging.LogRecord) -> bool:
    """Let pass what we do not say ourselves, in one line for all the statements that fail at once."""
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, ConnectorException) and isinstance(error.__cause__, AWAY))


async def _work_steadily(wait: bool) -> None:
    ourselves = asyncio.current_task()
    assert ourselves is not None
    pause, said = FIRST_PAUSE, ""

    def end() -> None:
        ourselves.cancel()

    with on_stop(end):
        while True:
            began = time.monotonic()
            try:
                await _answers()
                if said:
                    LOG.warning("the database answers again: jobs are worked off")
                    said = ""
                await _work_until_it_is_away(wait)
                if not wait:
                    return
                raise QueueLeft
            except AWAY as away:
                if not wait:
                    raise
                reason = (str(away).strip() or type(away).__name__).splitlines()[0]
                if reason != said:
                    LOG.warning("the database is away, it is asked again until it answers: %s", reason)
                    said = reason
            pause = FIRST_PAUSE if time.monotonic() - began > LONGEST_PAUSE else min(2 * pause, LONGEST_PAUSE)
            await asyncio.sleep(pause)


async def _answers() -> None:
    """Raise what psycopg says when the database does not answer; a pool of connections would keep that to itself."""
    async with await psycopg.AsyncConnection.connect(**connector_params()):
        pass


async def _work_until_it_is_away(wait: bool) -> None:
    connector = _Connector()
    with app.replace_connector(connector):
        async with app.open_async():
            working = asyncio.create_task(
                app.run_worker_async(
                    wait=wait,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE_SECONDS,
                    update_heartbeat_interval=settings.WORKER_HEARTBEAT_SECONDS,
                    stalled_worker_timeout=settings.WORKER_STALLED_SECONDS,
                )
            )
            either: set[asyncio.Future[Any]] = {working, connector.lost}
            try:
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            finally:
                working.cancel()  # asks a worker to end its job first
                await asyncio.wait({working})
            ended = None if working.cancelled() else working.exception()
            if connector.lost.done():
                raise connector.lost.result()
            if ended is not None:
                raise ended


class _Connector(PsycopgConnector):
    """What the queue's worker asks its database by; `lost` is done as soon as it does not answer."""

    def __init__(self) -> None:
        super().__init__(kwargs=connector_params(), timeout=PATIENCE_SECONDS)
        self.lost: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()

    async def execute_query_async(self, *args: Any, **arguments: Any) -> None:
        with self._watched():
            await super().execute_query_async(*args, **arguments)

    async def execute_query_one_async(self, *args: Any, **arguments: Any) -> dict[str, Any]:
        with self._watched():
            row: dict[str, Any] = await super().execute_query_one_async(*args, **arguments)
            return row

    async def execute_query_all_async(self, *args: Any, **arguments: Any) -> list[dict[str, Any]]:
        with self._watched():
            rows: list[dict[str, Any]] = await super().execute_query_all_async(*args, **arguments)
            return rows

    async def listen_notify(self, *args: Any, **arguments: Any) -> None:
        with self._watched():
            await super().listen_notify(*args, **arguments)

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except ConnectorException as error:
            if isinstance(error.__cause__, AWAY) and not self.lost.done():
                self.lost.set_result(error.__cause__)
            raise
