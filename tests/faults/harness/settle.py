"""Do what waits where nobody serves any more: forward, work off, sign."""

import asyncio

from procrastinate.contrib.django import app, django_connector

from tongban.kernel.clock import now
from tongban.kernel.outbox import forward
from tongban.matters.actions.sequence import checkpoint
from tongban.worker.tasks import enqueue

MOST_PASSES = 10


def settle() -> None:
    """Go on until nothing waits; what a killed worker held is taken up, as its watcher would in time."""

    async def work_off() -> None:
        async with working.open_async():
            for job in await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=0):
                await working.job_manager.retry_job(job)
            await working.run_worker_async(wait=False, install_signal_handlers=False)

    connector = app.connector
    assert isinstance(connector, django_connector.DjangoConnector)
    # What is done announces more, so once is not enough; what goes round in circles is left for the verdict.
    for _pass in range(MOST_PASSES):
        forwarded = 0
        while batch := forward(enqueue):
            forwarded += batch
        checkpoint(at=now())
        with app.replace_connector(connector.get_worker_connector()) as working:
            asyncio.run(work_off())
        if not forwarded:
            break
