"""What whoever runs the house must see of its inner works: the outbox, the queue, the sweeps, the database.

Real time only, by the database's clock, wherever the demo's may stand. Each question is answered from an index or from
a table that is short while the house is well.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models.functions import Now

from tongban.kernel.models import LastRun


@dataclass(frozen=True, slots=True)
class Pulse:
    """Counts, and ages in seconds; what is not there has no age (0)."""

    outbox_waiting: int
    outbox_oldest: float
    jobs: dict[str, int]
    oldest_job: float
    workers: int
    connections: int
    most_connections: int
    database_bytes: int


def pulse() -> Pulse:
    """Return how the house is, in two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_JOBS)
        jobs = dict.fromkeys(("todo", "doing", "failed"), 0) | dict(cursor.fetchall())
        cursor.execute(_HOUSE)
        waiting, oldest, oldest_job, workers, held, most, size = cursor.fetchone()
    return Pulse(waiting, oldest, jobs, oldest_job, workers, held, most, size)


def last_runs() -> dict[str, float]:
    """Return the moment, in seconds since 1970, at which each sweep last ended well."""
    return {name: moment.timestamp() for name, moment in LastRun.objects.values_list("name", "ended_at")}


def note_run(*, name: str, seconds: float) -> None:
    """Note that a sweep has just ended well."""
    LastRun.objects.update_or_create(name=name, defaults={"seconds": seconds, "ended_at": Now()})


# Jobs that succeed are removed, so the table holds what waits, what is being done, and what was given up.
_JOBS = (
    "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY status"
)
_HOUSE = """
SELECT (SELECT count(*) FROM kernel_announcement),
       (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 FROM kernel_announcement),
       coalesce((SELECT extract(epoch FROM clock_timestamp() - coalesce(first.scheduled_at, min(at)))::float8
          FROM procrastinate_events JOIN (
               SELECT id, scheduled_at FROM procrastinate_jobs
                WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= clock_timestamp())
                ORDER BY id LIMIT 1) AS first ON job_id = first.id
         GROUP BY first.scheduled_at), 0),
       (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > clock_timestamp() - interval '30 seconds'),
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
       current_setting('max_connections')::int,
       pg_database_size(current_database())
"""
