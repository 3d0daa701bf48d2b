"""Working off the queue for as long as the process lives, whatever becomes of the database and the clock meanwhile.

The queue's own worker ends, or goes on with jobs that it can never finish, when a statement of its own fails. Here it
is ended at the first of them and begun anew, on fresh connections, as soon as the database answers: a restart or a
failover is a pause, not an end. So it is when the machine's clock was set.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from django.conf import settings
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.signals import on_stop
from psycopg_pool import PoolTimeout

from tongban.kernel.database import first_line, is_away
from tongban.worker.leaps import leap

LOG = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 15.0
# How long a statement waits for a connection of the pool.
PATIENCE_SECONDS = 3.0
# How long the job at work is waited for before it is told to end. Only one that waits itself hears that (of ours
# `retry_stalled`); all others run in a thread, and are waited for until they are done.
GRACE_SECONDS = 8.0
# A statement may go well the next time: the database was away, or busy, or full.
PASSING = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.errors.ReadOnlySqlTransaction)


class QueueLeft(Exception):
    """The worker ended of itself, and not because of its database: the lines above say why."""


class _ClockSet(Exception):
    """The machine's clock was set, by so many seconds: what the queue's worker remembers of the time is wrong."""


class _ToldInOneLine(ConnectorException):
    """A statement of the queue's worker failed, for the same reason as others at once: we say it for all of them."""


def work(*, wait: bool) -> None:
    """Work until SIGTERM or SIGINT, or, where we do not `wait`, until no job is left.

    Who waits outlives the database. Who does not raises what psycopg says of one that went away. Raises QueueLeft.
    """
    handlers = list(logging.getLogger().handlers)
    for handler in handlers:
        handler.addFilter(_is_not_told_by_us)
    try:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(_work_steadily(wait))
    finally:
        for handler in handlers:
            handler.removeFilter(_is_not_told_by_us)


def _is_not_told_by_us(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], _ToldInOneLine))


async def _work_steadily(wait: bool) -> None:
    ourselves = asyncio.current_task()
    assert ourselves is not None
    told = _Told()
    pause = FIRST_PAUSE

    def end() -> None:
        ourselves.cancel()

    with on_stop(end):
        while True:
            began = time.monotonic()
            try:
                await _answers()
                await _work_undisturbed(wait, told.it_works)
                if not wait:
                    return
                raise QueueLeft
            except _ClockSet as set_by:
                LOG.warning(
                    "the machine's clock was set by %+.0f seconds: the queue's worker is begun anew", *set_by.args
                )
                continue
            except PASSING as failed:
                if not wait:
                    raise
                told.it_fails(failed)
            pause = FIRST_PAUSE if time.monotonic() - began > LONGEST_PAUSE else min(2 * pause, LONGEST_PAUSE)
            await asyncio.sleep(pause)


class _Told:
    """What the log says of the database: each reason once, and that it is back only when a statement went well."""

    def __init__(self) -> None:
        self.reason, self.away = "", False

    def it_fails(self, failed: psycopg.Error) -> None:
        reason = first_line(failed)
        # A pool out of patience knows not why; if the database is away, the next question to it says so.
        away = is_away(failed) and not isinstance(failed, PoolTimeout)
        if reason != self.reason and away:
            LOG.warning("the database is away, it is asked again until it answers: %s", reason)
        elif reason != self.reason:
            LOG.warning("a statement of the queue failed, its worker is begun anew: %s", reason)
        self.reason, self.away = reason, self.away or away

    def it_works(self) -> None:
        if self.away:
            LOG.warning("the database answers again: jobs are worked off")
        self.reason, self.away = "", False


async def _answers() -> None:
    """Raise what psycopg says when no primary answers; a pool of connections would keep that to itself."""
    async with await psycopg.AsyncConnection.connect(**connector_params()) as asking:
        answer = await (await asking.execute("SHOW transaction_read_only")).fetchone()
    if answer == ("on",):
        raise psycopg.errors.ReadOnlySqlTransaction("who answers is read-only, as a standby is")


async def _work_undisturbed(wait: bool, works: Callable[[], None]) -> None:
    """Run the queue's worker until it ends; raise what stops it: a failed statement, a clock that was set."""
    connector = _Connector(works)
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
            leaping = asyncio.create_task(leap())
            any_of: set[asyncio.Future[Any]] = {working, connector.lost, leaping}
            try:
                await asyncio.wait(any_of, return_when=asyncio.FIRST_COMPLETED)
            finally:
                leaping.cancel()
                working.cancel()  # asks a worker to end its job first
                await asyncio.wait({working})
            ended = None if working.cancelled() else working.exception()
            if connector.lost.done():
                raise connector.lost.result()
            if leaping.done() and not leaping.cancelled():
                raise _ClockSet(leaping.result())
            if ended is not None:
                raise ended


class _Connector(PsycopgConnector):
    """What the queue's worker asks its database by; `lost` is done at the first of PASSING that a statement meets."""

    def __init__(self, works: Callable[[], None]) -> None:
        super().__init__(kwargs=connector_params(), timeout=PATIENCE_SECONDS)
        self.works = works
        self.lost: asyncio.Future[psycopg.Error] = asyncio.get_running_loop().create_future()

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
            failed = error.__cause__
            if not isinstance(failed, PASSING):
                raise
            if first := not self.lost.done():
                self.lost.set_result(failed)
            if first or is_away(failed):
                raise _ToldInOneLine from failed
            raise
        self.works()
