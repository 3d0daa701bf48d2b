"""One machine that serves Tongban: a home of its own, the shared folders in it, and the processes that it runs."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.machines.postgres import kill_family, wait_until
from tests.ports import free_port
from tongban.cli.environment import REPOSITORY

# What several machines must have in common; the rest of a home is each machine's own.
SHARED = ("files", "uploads", "keys")


@dataclass
class Machine:
    """A home with links to the shared folders.

    Where it is a host of its own, `within` is put before each of its commands, and `near` brings this thread to it.
    """

    home: pathlib.Path
    share: pathlib.Path
    database: str
    replica: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    more: dict[str, str] = field(default_factory=dict)
    within: Sequence[str] = ()
    near: Callable[[], contextlib.AbstractContextManager[None]] = contextlib.nullcontext
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.port = self.port or free_port()
        self.home.mkdir(parents=True, exist_ok=True)
        for name in SHARED:
            (self.share / name).mkdir(parents=True, exist_ok=True, mode=0o700)
            link = self.home / name
            if not link.exists():
                link.symlink_to(self.share / name)

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def take_static(self, made: pathlib.Path) -> None:
        """Take over static files that were collected elsewhere, as a package or an image brings them."""
        shutil.copytree(made, self.home / "static", dirs_exist_ok=True)

    def environment(self) -> dict[str, str]:
        """Return the environment of every process of this machine, whatever ours says."""
        ours = {
            name: value for name, value in os.environ.items() if not name.startswith(("PG", "TONGBAN_", "DATABASE_"))
        }
        told = {
            "TONGBAN_HOME": str(self.home),
            "DATABASE_URL": self.database,
            "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")]),
            "DJANGO_SETTINGS_MODULE": "tongban.settings",
            "TONGBAN_HOSTS": self.host,
            # The city is the demo's, with its accounts: elsewhere that is refused.
            "TONGBAN_DEMO": "1",
        }
        if self.replica:
            told["DATABASE_REPLICA_URL"] = self.replica
        return {**ours, **told, **self.more}

    def run(self, module: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a module of ours to its end, `tongban.cli` with a command for instance."""
        answer = subprocess.run(
            [*self.within, sys.executable, "-m", module, *arguments],
            cwd=REPOSITORY, env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert answer.returncode == 0 or not check, (
            f"{module} {arguments}: {answer.stdout[-1500:]}{answer.stderr[-3000:]}"
        )
        return answer

    def last_line(self, module: str, *arguments: str) -> Any:
        """Run a module and return its last line, which is JSON."""
        return json.loads(self.run(module, *arguments).stdout.strip().splitlines()[-1])

    def start(self, name: str, *arguments: str) -> None:
        """Start a command of ours and let it run: `serve` or `worker`."""
        with (self.home / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [*self.within, sys.executable, "-m", "tongban.cli", *arguments],
                cwd=REPOSITORY, env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def serve(self, *more: str) -> None:
        """Start a web server and a job worker, or with --no-worker none; `wait_until_ready` says when it is there."""
        self.start("web", "serve", *more, "--host", self.host, "--port", str(self.port))

    def work(self) -> None:
        """Start a job worker."""
        self.start("worker", "worker")

    def wait_until_ready(self) -> None:
        wait_until(lambda: self.status("/readyz") == 200, f"{self.home.name} is ready", lambda: self.said("web"))

    def status(self, path: str) -> int:
        """Return the status of a page, 0 when nobody answers."""
        try:
            with self.near(), urllib.request.urlopen(f"{self.address}{path}", timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except (urllib.error.URLError, OSError):
            return 0

    def said(self, name: str) -> str:
        """Return the last that a process printed."""
        log = self.home / f"{name}.log"
        return log.read_text(errors="replace")[-3000:] if log.exists() else ""

    def end(self, name: str, order: signal.Signals = signal.SIGTERM) -> None:
        """End a process as systemd would, or take it away at once with SIGKILL."""
        process = self.running.pop(name)
        if order == signal.SIGKILL:
            kill_family(process.pid)
        else:
            process.send_signal(order)
        try:
            process.wait(90)
        except subprocess.TimeoutExpired:
            kill_family(process.pid)
            process.wait()

    def end_all(self, order: signal.Signals = signal.SIGTERM) -> None:
        """End whatever runs."""
        for name in list(self.running):
            self.end(name, order)

    def remove(self) -> None:
        """Kill all that runs and take the home away; the shared folders stay."""
        self.end_all(signal.SIGKILL)
        shutil.rmtree(self.home, ignore_errors=True)
