"""The jobs of the house: forwarding announcements, handling them, sealing the journal, looking after stalled jobs."""

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager

from tongban.kernel import outbox
from tongban.kernel.clock import now
from tongban.matters.actions.sequence import checkpoint

QUEUE = "house"
STALLED_SECONDS = 60


@app.task(name="handle", queue=QUEUE, retry=RetryStrategy(max_attempts=10, exponential_wait=2))
def handle(name: str, topic: str, key: int, payload: dict[str, Any]) -> None:
    """Let one handler act on one announcement."""
    outbox.handle(name, topic, key, payload)


def enqueue(jobs: list[dict[str, Any]]) -> None:
    """Queue a job for each handler, in the transaction that forwards their announcements.

    A worker's own connector would use a connection of its own, so Django's is named.
    """
    JobDeferrer(job_manager=JobManager(DjangoConnector()), job=handle.configure().job).batch_defer(*jobs)


@app.periodic(cron="* * * * * */2")
@app.task(name="forward", queue=QUEUE, queueing_lock="forward", lock="forward", pass_context=False)
def forward(timestamp: int) -> None:
    """Forward what was announced, and sign the journal's new size."""
    while outbox.forward(enqueue):
        pass
    checkpoint(at=now())


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled", queue=QUEUE, queueing_lock="retry_stalled", pass_context=False)
async def retry_stalled(timestamp: int) -> None:
    """Take up again the jobs of a worker that died."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await app.job_manager.retry_job(job)
