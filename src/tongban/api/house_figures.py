"""What waits in the house, as figures for Prometheus; a database that is away is itself a figure."""

import logging
import threading
import time
from collections.abc import Iterable

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tongban.kernel import clock
from tongban.kernel.pulse import last_runs, pulse
from tongban.kernel.replica import replica_lag
from tongban.matters.queries.pulse import journal_pulse
from tongban.matters.queries.tally import open_by_lamp

log = logging.getLogger(__name__)

KEPT_SECONDS = 15.0


class House(Collector):
    """What waits in the house, counted at most once in 15 seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted_at = float("-inf")
        self._families: list[GaugeMetricFamily] = []

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Return the gauges, counted afresh when the last count is too old."""
        with self._lock:
            if time.monotonic() - self._counted_at > KEPT_SECONDS:
                self._families = _counted()
                self._counted_at = time.monotonic()
            return self._families


def _counted() -> list[GaugeMetricFamily]:
    up = GaugeMetricFamily("tongban_database_up", "Whether the database answers (1) or not (0).", value=1)
    try:
        return [up, *_lamps(), *_works(), *_journal(), *_replica()]
    except (DatabaseError, InterfaceError) as error:
        log.error("the house cannot be counted: %s", type(error).__name__)
        return [GaugeMetricFamily(up.name, up.documentation, value=0)]


def _lamps() -> Iterable[GaugeMetricFamily]:
    matters = GaugeMetricFamily("tongban_open_matters", "Open matters by kind and lamp.", labels=("kind", "lamp"))
    for labels, count in sorted(open_by_lamp(clock.today()).items()):
        matters.add_metric(labels, count)
    yield matters


def _works() -> Iterable[GaugeMetricFamily]:
    found = pulse()
    yield _one("tongban_outbox_waiting", "Announcements not yet forwarded.", found.outbox_waiting)
    yield _one("tongban_outbox_oldest_seconds", "Age of the oldest of them.", found.outbox_oldest)
    jobs = GaugeMetricFamily("tongban_jobs", "Jobs in the queue by status.", labels=("status",))
    for status, count in sorted(found.jobs.items()):
        jobs.add_metric((status,), count)
    yield jobs
    yield _one("tongban_job_oldest_seconds", "How long the oldest job that may be done waits.", found.oldest_job)
    yield _one("tongban_workers", "Job workers that gave a sign of life in 30 seconds.", found.workers)
    yield _one("tongban_database_connections", "Connections to this database.", found.connections)
    yield _one("tongban_database_connections_most", "Connections that the server allows.", found.most_connections)
    yield _one("tongban_database_bytes", "Size of this database.", found.database_bytes)
    sweeps = GaugeMetricFamily(
        "tongban_sweep_success_timestamp_seconds", "When each sweep last ended well.", labels=("sweep",)
    )
    for name, moment in sorted(last_runs().items()):
        sweeps.add_metric((name,), moment)
    yield sweeps


def _journal() -> Iterable[GaugeMetricFamily]:
    found = journal_pulse(clock.now())
    yield _one(
        "tongban_journal_entries_without_leaf", "Entries of the last hour not yet in the tree.", found.without_leaf
    )
    yield _one("tongban_journal_checkpoint_size", "Entries under the newest checkpoint.", found.checkpoint_size)
    yield _one(
        "tongban_journal_checkpoint_age_seconds",
        "Age of the oldest entry that no checkpoint signs for.",
        found.checkpoint_age,
    )
    well = GaugeMetricFamily(
        "tongban_witness_up", "Whether the witness co-signed when it was last asked.", labels=("witness",)
    )
    behind = GaugeMetricFamily(
        "tongban_witness_behind_entries", "Entries that the witness has not seen.", labels=("witness",)
    )
    for name, (is_well, seen) in found.witnesses.items():
        well.add_metric((name,), float(is_well))
        behind.add_metric((name,), max(0, found.checkpoint_size - seen))
    yield well
    yield behind


def _replica() -> Iterable[GaugeMetricFamily]:
    up = GaugeMetricFamily("tongban_replica_up", "Whether the replica answers; nothing where there is none.")
    lag = GaugeMetricFamily("tongban_replica_lag_seconds", "How far the replica is behind.")
    if settings.REPLICA in settings.DATABASES:
        try:
            seconds = replica_lag()
            up.add_metric((), 1)
            if seconds is not None:
                lag.add_metric((), seconds)
        except (DatabaseError, InterfaceError):
            up.add_metric((), 0)
    yield up
    yield lag


def _one(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)
