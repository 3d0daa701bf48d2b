"""The jobs of the house: forwarding announcements, handling them, sealing the journal, looking after stalled jobs."""

import logging
from typing import Any

from django.conf import settings
from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import JobDeferrer, Status
from procrastinate.manager import JobManager

from tongban.kernel import outbox
from tongban.kernel.clock import now
from tongban.kernel.rules.signed_note import NoteRefused
from tongban.kernel.tracing import CARRIED, span
from tongban.matters.actions.mirror import mirror_checkpoints
from tongban.matters.actions.sequence import checkpoint

LOG = logging.getLogger(__name__)
QUEUE = "house"
MOST_ATTEMPTS = 10
# What keeps the house running goes before a long queue of letters.
URGENT = 10


@app.task(name="handle", queue=QUEUE, retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=2))
def handle(name: str, topic: str, key: int, payload: dict[str, Any]) -> None:
    """Let one handler act on one announcement, in the trace of what announced it."""
    said = dict(payload)
    trace = {CARRIED: said.pop(CARRIED, "")}
    with span(f"handle {topic}", "CONSUMER", headers=trace, messaging__operation__name=name):
        outbox.handle(name, topic, key, said)


def enqueue(jobs: list[dict[str, Any]]) -> None:
    """Queue a job for each handler, in the transaction that forwards their announcements.

    A worker's own connector would use a connection of its own, so Django's is named.
    """
    JobDeferrer(job_manager=JobManager(DjangoConnector()), job=handle.configure().job).batch_defer(*jobs)


@app.periodic(cron="* * * * * */2")
@app.task(name="forward", queue=QUEUE, priority=URGENT, queueing_lock="forward", pass_context=False)
def forward(timestamp: int) -> None:
    """Forward what was announced, sign the journal's new size, and write it to the file that others hold.

    No lock of the queue holds two of these apart, because a killed worker would leave it taken: `outbox.forward`
    does, with one that ends with its connection.
    """
    while outbox.forward(enqueue):
        pass
    checkpoint(at=now())
    try:
        mirror_checkpoints()
    except (OSError, NoteRefused):
        # The house goes on; the doctor tells how far the file has fallen behind.
        LOG.exception("checkpoints cannot be written to the file that others hold")


@app.periodic(cron="* * * * * */2")
@app.task(name="retry_stalled", queue=QUEUE, priority=URGENT, queueing_lock="retry_stalled", pass_context=False)
async def retry_stalled(timestamp: int) -> None:
    """Take up again the jobs of a worker that died.

    Periodic jobs are only cleared away: the next one is queued already, and stands in the way of a repeat; so are those
    that failed, once a later one of theirs went well. A job that was tried often enough stays as failed: it may be what
    kills the workers.
    """
    periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=settings.WORKER_STALLED_SECONDS):
        try:
            if job.task_name in periodic:
                await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            elif job.attempts + 1 >= MOST_ATTEMPTS:
                await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
            else:
                await app.job_manager.retry_job(job)
        except ConnectorException:
            # Another worker has taken it up meanwhile.
            continue
    await app.job_manager.connector.execute_query_async(_CLEAR_OVERTAKEN, names=sorted(periodic))


def retry_failed() -> int:
    """Queue again, with all their tries before them, the handlers' jobs that were given up; return how many there were.

    For when what they failed at (a disk, a font, a mail server) is mended: a handler bears a repeat.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL, worker_id = NULL"
            " WHERE status = 'failed' AND task_name = %s",
            [handle.name],
        )
        return int(cursor.rowcount)


# A job that went well is deleted, and what deferred it then names no job.
_CLEAR_OVERTAKEN = """
DELETE FROM procrastinate_jobs AS job WHERE status = 'failed' AND task_name = ANY(%(names)s) AND EXISTS (
    SELECT FROM procrastinate_periodic_defers AS later WHERE later.task_name = job.task_name AND later.job_id IS NULL
    AND later.defer_timestamp > (job.args->>'timestamp')::bigint)
"""
