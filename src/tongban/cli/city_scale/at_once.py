"""Pieces of a filling side by side, each worker with a connection of its own: Python and SQL find a processor each."""

from __future__ import annotations

import concurrent.futures
import os
from collections.abc import Callable, Iterable
from concurrent.futures import wait
from queue import Empty, SimpleQueue
from typing import Any

from django.db import connection

# Beyond so many connections at once the disk has nothing left to give.
_MOST = 4
# What a power failure would undo is known to be undone: the log is written in order, so its mark is gone with it.
# Tables of millions are sorted here, by as many workers as there are processors already; the memory is for all of them.
_SETTINGS = (
    "SET synchronous_commit = off",
    "SET work_mem = '64MB'",
    "SET max_parallel_maintenance_workers = 0",
    # Whole pages go into the log for every index and at every first look at a row; to press each together takes longer
    # than to write it. Who may not set this does without.
    "SELECT set_config('wal_compression', 'off', false) WHERE has_parameter_privilege('wal_compression', 'SET')",
)
_SORTING_MB = 512
# Who is between two statements when all shall stop is told again.
_STOP_SECONDS = 0.5


def at_once(tasks: Iterable[Callable[[], Any]]) -> list[Any]:
    """Do the tasks, begun in their order, by as many workers as there are processors; return what each returned.

    After the first failure, or when they are interrupted, no task is begun any more, what the others are at is
    cancelled, and it is raised.
    """
    waiting: SimpleQueue[tuple[int, Callable[[], Any]]] = SimpleQueue()
    for numbered in enumerate(tasks):
        waiting.put(numbered)
    returned: dict[int, Any] = {}
    at_work: list[Any] = []
    workers = min(_MOST, os.cpu_count() or 1)

    def work() -> None:
        try:
            with connection.cursor() as cursor:
                for setting in (*_SETTINGS, f"SET maintenance_work_mem = '{_SORTING_MB // workers}MB'"):
                    cursor.execute(setting)
            at_work.append(connection.connection)
            while (taken := _next(waiting)) is not None:
                place, task = taken
                returned[place] = task()
        finally:
            connection.close()

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        begun = [pool.submit(work) for _ in range(workers)]
        try:
            for done in wait(begun, return_when=concurrent.futures.FIRST_EXCEPTION).done:
                done.result()
        except BaseException:
            _empty(waiting)
            while wait(begun, timeout=_STOP_SECONDS).not_done:
                for each in at_work:
                    if not each.closed:
                        each.cancel_safe()
            raise
    return [returned[place] for place in sorted(returned)]


def _next(waiting: SimpleQueue[Any]) -> Any:
    try:
        return waiting.get_nowait()
    except Empty:
        return None


def _empty(waiting: SimpleQueue[Any]) -> None:
    while _next(waiting) is not None:
        pass
