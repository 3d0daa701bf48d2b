"""A web process and a job worker at work, and the memory that they hold."""

from __future__ import annotations

import contextlib
import multiprocessing
import pathlib
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from multiprocessing.pool import Pool

import psutil
from django.db import connection

from bench.pages.asking import Page, pages_of
from bench.pages.client import ask
from bench.serving import environment, serving
from tongban.cli.environment import REPOSITORY, House
from tongban.kernel import outbox

# The handler of all that happens to mandates reads the one that is named, and has no letter for this.
TOPIC = "mandate.bench"
CLIENTS = 4
PATIENCE_SECONDS = 300.0


def watched(house: House, warming: int, many: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return the megabytes of each once it is warm, and after it did `many` things more."""
    with (
        pages_of() as pages,
        serving(house) as server,
        _job_worker(house) as worker,
        multiprocessing.get_context("spawn").Pool(1) as asker,
    ):
        web = next(each.pid for each in psutil.Process(server.pid).children())
        looks = []
        for times in (warming, many):
            _visit(asker, server.port, pages, times)
            _announce(times)
            looks.append({"web process": pss(web), "job worker": pss(worker)})
        return looks[0], looks[1]


def pss(pid: int) -> float:
    """Return the megabytes of a process (Linux), memory that it shares counted by its share."""
    lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _visit(asker: Pool, port: int, pages: Mapping[str, Page], times: int) -> None:
    each = max(1, times // len(pages) // CLIENTS)
    for page in pages.values():
        asker.apply(ask, (port, page.path, page.headers, CLIENTS, each))


def _announce(times: int) -> None:
    """Announce things and wait until they are forwarded and handled."""
    outbox.announce(TOPIC, {key: {} for key in range(times)})
    give_up = time.monotonic() + PATIENCE_SECONDS
    while _waiting():
        if time.monotonic() > give_up:
            raise RuntimeError("the job worker does not work off what is announced")
        time.sleep(0.2)


def _waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM kernel_announcement WHERE topic = %(topic)s) OR EXISTS (SELECT FROM"
            " procrastinate_jobs WHERE args ->> 'topic' = %(topic)s AND status IN ('todo', 'doing'))",
            {"topic": TOPIC},
        )
        (found,) = cursor.fetchone()
    return bool(found)


@contextlib.contextmanager
def _job_worker(house: House) -> Iterator[int]:
    command = [sys.executable, "-m", "tongban.cli", "worker"]
    process = subprocess.Popen(command, cwd=REPOSITORY, env=environment(house, {}), stdin=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)
