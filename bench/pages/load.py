"""One web worker under load: as many requests as it answers to two connections that always want more."""

from __future__ import annotations

import contextlib
import http.client
import multiprocessing
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator

from bench.faults.site import free_port
from bench.pages.asking import Page
from bench.pages.client import ask
from tongban.cli.environment import REPOSITORY, House

START_SECONDS = 30.0


def rates(house: House, pages: dict[str, Page], rounds: int, seconds: float) -> dict[str, list[float]]:
    """Return the requests per second of each page, round by round, page after page in each round."""
    from tqdm import tqdm

    found: dict[str, list[float]] = defaultdict(list)
    with _server(house) as port, multiprocessing.get_context("spawn").Pool(1) as loader:
        for page in pages.values():
            loader.apply(ask, (port, page.path, page.cookie, 0.2))
        with tqdm(total=rounds * len(pages), desc="bench pages", leave=False, disable=None) as bar:
            for _round in range(rounds):
                for name, page in pages.items():
                    found[name].append(loader.apply(ask, (port, page.path, page.cookie, seconds)))
                    bar.update()
    return found


@contextlib.contextmanager
def _server(house: House) -> Iterator[int]:
    """Start the web server as `./tongban serve` does, with one worker, and yield its port."""
    port = free_port()
    arguments = ["-m", "tongban.cli.web_server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    environment = {**os.environ, "DATABASE_URL": house.url, "TONGBAN_HOME": str(house.home)}
    process = subprocess.Popen([sys.executable, *arguments], cwd=REPOSITORY, env=environment)
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the web server does not start")
