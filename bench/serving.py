"""A web server in processes of its own, ours or a peer's, started for a benchmark and ended after it."""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.ports import free_port
from tongban.cli.environment import REPOSITORY, House

START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and the process that supervises its workers."""

    port: int
    pid: int


@contextlib.contextmanager
def serving(
    house: House, *, peer: str = "", workers: int = 1, threads: int = 4, ready: str = "/readyz", **more: str
) -> Iterator[Server]:
    """Start our web server as `./tongban serve` does, or the same server with a `peer`'s application (`module:name`).

    Yields when it answers `ready` with 200, or where that is empty as soon as it listens.
    `more` goes into its environment. Raises RuntimeError when it does not start.
    """
    port = free_port()
    place = ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    arguments = ["-m", "tongban.cli.web_server", *place]
    if peer:
        threading = ["--blocking-threads", str(threads), "--log-level", "warning"]
        arguments = ["-m", "granian", "--interface", "wsgi", *place, *threading, peer]
    process = subprocess.Popen([sys.executable, *arguments], cwd=REPOSITORY, env=environment(house, more))
    try:
        _wait(port, process, ready)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def environment(house: House, more: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a process that works in the house; it keeps what it compiles, as anybody's does."""
    unwanted = ("PROMETHEUS_MULTIPROC_DIR", "PYTHONDONTWRITEBYTECODE")
    usual = {name: value for name, value in os.environ.items() if name not in unwanted}
    path = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")])
    places = {"DATABASE_URL": house.url, "TONGBAN_HOME": str(house.home), "PYTHONPATH": path}
    # The city is a demonstration: elsewhere nobody may serve it.
    return {**usual, **places, "TONGBAN_DEMO": "1", "DJANGO_SETTINGS_MODULE": "tongban.settings", **more}


def _wait(port: int, process: subprocess.Popen[bytes], ready: str) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        if answers(port, ready):
            return
        time.sleep(0.05)
    raise RuntimeError("the web server does not start")


def answers(port: int, path: str) -> bool:
    """Tell whether the server answers the path with 200, or where that is empty whether it listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
        if not path:
            connection.connect()
            return True
        connection.request("GET", path)
        return connection.getresponse().status == 200
    return False
