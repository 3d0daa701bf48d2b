"""The real site in processes of its own, found, killed and watched from outside."""

from __future__ import annotations

import contextlib
import pathlib
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import psutil
import psycopg

from tests.faults.harness.clients import Crew
from tests.faults.harness.house import environment
from tests.ports import free_port
from tongban.cli.environment import REPOSITORY
from tongban.cli.postgres import EmbeddedPostgres

WEB, WORKER, DATABASE = "web server", "job worker", "database"
# A test must not fail because a machine is busy.
PATIENCE_SECONDS = 240.0
OF_PART = {WEB: "tongban.cli.web_server", WORKER: "tongban.cli worker"}


class Site:
    """`./tongban serve` on a home; whoever strikes it asks here for its processes and whether it is back.

    `arguments` go to the command, `more` into the environment of its processes; with a DATABASE_URL in it, the database
    is not the site's own, and is held here.
    """

    def __init__(self, home: pathlib.Path, *arguments: str, **more: str) -> None:
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.database = EmbeddedPostgres(home)
        self.process: subprocess.Popen[bytes] | None = None
        self.relaunched = 0
        # When its clock leapt (`time.monotonic`), and how many seconds it has run ahead of the machine's since then.
        self.leaps: list[tuple[float, float]] = []
        # Who works at it.
        self.crew: Crew | None = None
        self._command = [sys.executable, "-m", "tongban.cli", "serve", "--home", str(home), "--port", str(self.port)]
        self._command += arguments
        self._more = more

    def __enter__(self) -> Site:
        try:
            if "DATABASE_URL" in self._more:
                self.database.join()
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def launch(self) -> None:
        """Start the supervisor, as the machine's own would, and do not wait for it."""
        with (self.home / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                cwd=REPOSITORY,
                env=environment(self.home, **self._more),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self.launch()
        assert self.process is not None
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"the site does not start:\n{self.said()}")
            time.sleep(0.1)

    def keep(self) -> None:
        """Start the supervisor again when it has ended, as the machine's own would."""
        if self.process is None or self.process.poll() is not None:
            self.relaunched += 1
            self.launch()

    def stop(self) -> None:
        """End it as Ctrl-C does, and see that nothing of it is left."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(90)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.database.stop()

    def said(self) -> str:
        """Return the last lines that it printed."""
        with contextlib.suppress(OSError):
            return "\n".join((self.home / "serve.log").read_text(errors="replace").splitlines()[-20:])
        return ""

    def is_ready(self) -> bool:
        """Tell whether the web server answers and reaches its database."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def wait_until(self, true: Callable[[], bool], what: str) -> None:
        """Wait until the question is answered with yes, keeping the supervisor up."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not true():
            if time.monotonic() > give_up:
                raise RuntimeError(f"{what} did not come in {PATIENCE_SECONDS:.0f} s:\n{self.said()}")
            self.keep()
            time.sleep(0.1)

    # -- its processes ------------------------------------------------------------------------------

    def pids_of(self, part: str) -> list[int]:
        """Return the processes of a part, its own children after it; empty while there is none."""
        if part == DATABASE:
            first = self.database.pid
            return [] if first is None else [first, *_children(first)]
        if self.process is None:
            return []
        first = next((child for child in _children(self.process.pid) if OF_PART[part] in _title(child)), None)
        return [] if first is None else [first, *_children(first)]

    def is_back(self, since: float) -> bool:
        """Tell whether each part lives, the site is ready, and all that was announced longer ago is forwarded."""
        return all(map(self.pids_of, (WEB, WORKER, DATABASE))) and self.is_ready() and self.has_worked_since(since)

    # -- its work -----------------------------------------------------------------------------------

    def ask(self, query: str, *values: object) -> tuple[object, ...]:
        """Return the one row of a query, or none of it while the database does not answer."""
        try:
            with self.database.connect() as connection:
                return connection.execute(query, values).fetchone() or ()
        except psycopg.Error:
            return ()

    def has_worked_since(self, moment: float) -> bool:
        """Tell whether a worker has come to the queue since then and nothing waits longer to be forwarded."""
        return self.ask(
            "SELECT (SELECT max(last_heartbeat) FROM procrastinate_workers) > to_timestamp(%s) AND NOT EXISTS"
            " (SELECT FROM kernel_announcement WHERE created_at < now() - interval '2.5 seconds')",
            moment,
        ) == (True,)

    def has_forwarded(self, moment: float) -> bool:
        """Tell whether a worker has come to the queue since then and nothing waits that was announced before."""
        return self.ask(
            "SELECT (SELECT max(last_heartbeat) FROM procrastinate_workers) > to_timestamp(%s) AND NOT EXISTS"
            " (SELECT FROM kernel_announcement WHERE created_at < to_timestamp(%s))",
            moment,
            moment,
        ) == (True,)

    def moved(self) -> tuple[object, ...]:
        """Return how many entries the journal has and how much was ever announced."""
        return self.ask(
            "SELECT (SELECT count(*) FROM matters_journal_entry), (SELECT last_value FROM kernel_announcement_id_seq)"
        )

    def has_settled(self) -> bool:
        """Tell whether nothing waits any more: no announcement, no job of a handler, no entry without its place."""
        return self.ask(
            "SELECT NOT EXISTS (SELECT FROM kernel_announcement)"
            " AND NOT EXISTS"
            " (SELECT FROM procrastinate_jobs WHERE task_name = 'handle' AND status IN ('todo', 'doing'))"
            " AND (SELECT count(*) FROM matters_journal_entry) = (SELECT max(size) FROM matters_checkpoint)"
        ) == (True,)


def _children(pid: int) -> list[int]:
    with contextlib.suppress(psutil.Error):
        return [child.pid for child in psutil.Process(pid).children() if _lives(child)]
    return []


def _lives(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def _title(pid: int) -> str:
    with contextlib.suppress(psutil.Error):
        return " ".join(psutil.Process(pid).cmdline())
    return ""
