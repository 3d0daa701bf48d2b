"""The real site in processes of its own, found, killed and watched from outside."""

from __future__ import annotations

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psutil
import psycopg

from tongban.cli.environment import REPOSITORY
from tongban.cli.postgres import EmbeddedPostgres

WEB, WORKER, DATABASE = "web server", "job worker", "database"
PATIENCE_SECONDS = 60.0


class RunningSite:
    """`./tongban serve` on a home; `kill` takes one of its parts, `wait_until_back` measures until it serves again."""

    def __init__(self, home: pathlib.Path) -> None:
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.database = EmbeddedPostgres(home)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it is ready."""
        with (self.home / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tongban.cli", "serve", "--home", str(self.home), "--port", str(self.port)],
                cwd=REPOSITORY,
                env=environment(self.home),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"the site does not start:\n{self.said()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End it as Ctrl-C does, and see that nothing of it is left."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
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

    def kill(self, what: str) -> int:
        """Send SIGKILL to a part and return the id of the process that was it."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while (pid := self.pid_of(what)) is None:
            if time.monotonic() > give_up:
                raise RuntimeError(f"the {what} does not run:\n{self.said()}")
            time.sleep(0.02)
        os.kill(pid, signal.SIGKILL)
        return pid

    def pid_of(self, what: str) -> int | None:
        """Return the process of a part; None while there is none."""
        if what == DATABASE:
            return self.database.pid
        assert self.process is not None
        sought = "tongban.cli.web_server" if what == WEB else "tongban.cli worker"
        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(self.process.pid).children():
                with contextlib.suppress(psutil.Error):
                    if child.status() != psutil.STATUS_ZOMBIE and sought in " ".join(child.cmdline()):
                        return child.pid
        return None

    def wait_until_back(self, what: str, killed: int, since: float) -> float:
        """Return the seconds from the kill until another process is the part and the whole site does its work.

        With its database the worker is started again too, so both must have come back to the queue.
        """
        killed_at = time.time() - (time.monotonic() - since)
        while time.monotonic() < since + PATIENCE_SECONDS:
            back = self.pid_of(what) not in (None, killed) and self.is_ready()
            if back and (what == WEB or self.has_worked_since(killed_at)):
                return time.monotonic() - since
            time.sleep(0.02)
        raise RuntimeError(f"the {what} did not come back in {PATIENCE_SECONDS:.0f} s:\n{self.said()}")

    def has_worked_since(self, moment: float) -> bool:
        """Tell whether a worker has come to the queue since then and nothing waits longer to be forwarded."""
        try:
            with self.database.connect() as connection:
                row = connection.execute(
                    "SELECT (SELECT max(last_heartbeat) FROM procrastinate_workers) > to_timestamp(%s) AND NOT EXISTS"
                    " (SELECT FROM kernel_announcement WHERE created_at < now() - interval '2.5 seconds')",
                    [moment],
                ).fetchone()
        except psycopg.Error:
            return False
        return row is not None and bool(row[0])


def environment(home: pathlib.Path) -> dict[str, str]:
    """Return the environment of a process that works in the home, whatever ours says."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TONGBAN_DEMO_CLOCK")}
    path = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")])
    return {**kept, "TONGBAN_HOME": str(home), "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "tongban.settings"}


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        port: int = attempt.getsockname()[1]
        return port
