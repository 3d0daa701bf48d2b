"""Pieces of a filling side by side, each worker with a connection of its own: Python and SQL find a processor each."""

from __future__ import annotations

import concurrent.futures
import os
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue

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
Task = Callable[[], object]


def at_once(tasks: Iterable[Task]) -> None:
    """Do the tasks, begun in their order, by as many workers as there are processors.

    After the first failure no task is begun any more, and it is raised.
    """
    waiting: SimpleQueue[Task] = SimpleQueue()
    for task in tasks:
        waiting.put(task)

    def work() -> None:
        try:
            with connection.cursor() as cursor:
                for setting in _SETTINGS:
                    cursor.execute(setting)
            while True:
                waiting.get_nowait()()
        except Empty:
            return
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


def _empty(waiting: SimpleQueue[Task]) -> None:
    while True:
        try:
            waiting.get_nowait()
        except Empty:
            return
