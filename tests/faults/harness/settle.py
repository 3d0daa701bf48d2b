"""Do what waits where nobody serves any more: forward, work off, sign."""

import asyncio
import time

from django.db import connection
from django.test import override_settings
from procrastinate.contrib.django import app, django_connector

from tongban.kernel.clock import now
from tongban.kernel.outbox import forward, waiting
from tongban.matters.actions.sequence import checkpoint
from tongban.worker.tasks import enqueue, retry_stalled

MOST_PASSES = 10


def settle() -> None:
    """Go on until nothing waits; what a killed worker held is taken up, as its watcher would in time."""

    async def work_off() -> None:
        async with working.open_async():
            # Nobody works yet: whatever is marked as at work was held by a worker that is gone.
            with override_settings(WORKER_STALLED_SECONDS=0):
                await retry_stalled(0)
            await working.run_worker_async(wait=False, install_signal_handlers=False)

    connector = app.connector
    assert isinstance(connector, django_connector.DjangoConnector)
    # What is done announces more, also where there was nothing to forward before; what goes round in circles is left
    # for the verdict.
    for _pass in range(MOST_PASSES):
        while forward(enqueue):
            pass
        checkpoint(at=now())
        with app.replace_connector(connector.get_worker_connector()) as working:
            asyncio.run(work_off())
        if not waiting() and not wait_for_a_retry():
            break


def wait_for_a_retry() -> bool:
    """Wait until the first job that is to be tried again may be, and return whether there is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM min(coalesce(scheduled_at, now())) - now())"
            " FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'handle'"
        )
        (seconds,) = cursor.fetchone()
    if seconds is not None:
        time.sleep(max(0.0, float(seconds)))
    return seconds is not None
