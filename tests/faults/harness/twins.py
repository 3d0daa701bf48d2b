"""Give every job that waits to two workers at once. Prints how often both did the same at the same time."""

from __future__ import annotations

import argparse
import asyncio
import pathlib
import subprocess
import sys
import time
from typing import Any

from tests.faults.harness.house import environment
from tongban.cli.environment import REPOSITORY, opened

WORKERS = 2
PATIENCE_SECONDS = 240.0
# Two jobs of the same handler for the same announcement whose times of work overlap.
OVERLAPS = """
WITH done AS (
    SELECT j.id, j.args, min(e.at) FILTER (WHERE e.type = 'started') AS began,
        max(e.at) FILTER (WHERE e.type = 'succeeded') AS ended
    FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id WHERE j.task_name = 'handle' GROUP BY j.id
) SELECT count(*) FROM done AS one JOIN done AS other ON other.args = one.args AND other.id > one.id
WHERE (one.began, one.ended) OVERLAPS (other.began, other.ended)
"""
# How many of the workers are held up.
WAITING = """
SELECT count(DISTINCT application_name) FROM pg_stat_activity JOIN pg_locks USING (pid)
WHERE NOT granted AND application_name LIKE 'twin %'
"""


def main() -> None:
    """Forward what was announced, each job twice, and have two workers do them until none is left."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=pathlib.Path, required=True)
    parser.add_argument("--work", action="store_true", help="be one of the workers")
    args = parser.parse_args()
    with opened(args) as house:
        if args.work:
            _be_a_worker()
            return
        from django.db import connection

        from tests.faults.harness.settle import wait_for_a_retry
        from tongban.kernel.clock import now
        from tongban.kernel.outbox import forward, waiting
        from tongban.matters.actions.sequence import checkpoint

        # What a handler does may be announced again, for other handlers; and the slower of two that both began to write
        # one row fails, and has its job tried again later.
        while waiting() or wait_for_a_retry():
            while forward(_queue_twice):
                pass
            _work_side_by_side(house.home)
        checkpoint(at=now())
        with connection.cursor() as cursor:
            cursor.execute(OVERLAPS)
            print(cursor.fetchone()[0])


def _queue_twice(jobs: list[dict[str, Any]]) -> None:
    from tongban.worker.tasks import enqueue

    enqueue([job for job in jobs for _ in range(WORKERS)])


def _work_side_by_side(home: pathlib.Path) -> None:
    """Run the workers, none of which begins before all are there."""
    from django.db import connection, transaction

    command = [sys.executable, "-m", "tests.faults.harness.twins", "--home", str(home), "--work"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE procrastinate_jobs")
        # Each has more than one connection, so each says in all of them which one it is.
        workers = [
            subprocess.Popen(command, cwd=REPOSITORY, env=environment(home, PGAPPNAME=f"twin {place}"))
            for place in range(WORKERS)
        ]
        waiting, give_up = 0, time.monotonic() + PATIENCE_SECONDS
        while waiting < WORKERS and all(worker.poll() is None for worker in workers):
            if time.monotonic() > give_up:
                raise RuntimeError(f"{waiting} of {WORKERS} workers have come to the queue")
            time.sleep(0.05)
            # In a transaction the server tells of who is there as it was at the first look.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            (waiting,) = cursor.fetchone()
    endings = [worker.wait() for worker in workers]
    if any(endings):
        raise RuntimeError("a worker failed")


def _be_a_worker() -> None:
    from procrastinate.contrib.django import app, django_connector

    connector = app.connector
    assert isinstance(connector, django_connector.DjangoConnector)

    async def work_off() -> None:
        async with working.open_async():
            await working.run_worker_async(wait=False, install_signal_handlers=False, delete_jobs="never")

    with app.replace_connector(connector.get_worker_connector()) as working:
        asyncio.run(work_off())


if __name__ == "__main__":
    main()
