"""Pieces of a filling side by side, each worker with a connection of its own: Python and SQL find a processor each."""

from __future__ import annotations

import concurrent.futures
import os
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Any

from django.db import connection

# Beyond so many connections at once the disk has nothing left to give.
_MOST = 4
# What a power failure would undo is known to be undone: the log is written in order, so its mark is gone with it.
# Tables of millions are sorted here, by as many workers as there are processors already.
_SETTINGS = (
    "SET synchronous_commit = off",
    "SET work_mem = '64MB'",
    "SET maintenance_work_mem = '512MB'",
    "SET max_parallel_maintenance_workers = 0",
)


def at_once(tasks: Iterable[Callable[[], Any]]) -> list[Any]:
    """Do the tasks, begun in their order, by as many workers as there are processors; return what each returned.

    After the first failure no task is begun any more, and it is raised.
    """
    waiting: SimpleQueue[tuple[int, Callable[[], Any]]] = SimpleQueue()
    for numbered in enumerate(tasks):
        waiting.put(numbered)
    returned: dict[int, Any] = {}

    def work() -> None:
        try:
            with connection.cursor() as cursor:
                for setting in _SETTINGS:
                    cursor.execute(setting)
            while (taken := _next(waiting)) is not None:
                place, task = taken
                returned[place] = task()
        except BaseException:
            _empty(waiting)
            raise
        finally:
            connection.close()

    workers = min(_MOST, os.cpu_count() or 1)
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        try:
            for done in [pool.submit(work) for _ in range(workers)]:
                done.result()
        finally:
            _empty(waiting)
    return [returned[place] for place in sorted(returned)]


def _next(waiting: SimpleQueue[Any]) -> Any:
    try:
        return waiting.get_nowait()
    except Empty:
        return None


def _empty(waiting: SimpleQueue[Any]) -> None:
    while _next(waiting) is not None:
        pass
