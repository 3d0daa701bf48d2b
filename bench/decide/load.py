"""Three servers in processes of their own, and one client process that decides case after case on each in turn."""

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
from dataclasses import dataclass, field

from bench.decide.client import decide
from bench.decide.seeding import Prepared
from bench.faults.site import free_port
from tongban.cli.environment import REPOSITORY, House

START_SECONDS = 40.0
PROCESSES, THREADS = 2, 4
WARMING = 0.5
TARGETS = {"ours": "tongban.cli.web_worker", "bare": "bench.decide.bare", "django": "bench.decide.plain"}


@dataclass
class Taken:
    """Decisions a second by server, round by round, and how long each answer took."""

    rates: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    millis: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def percentile(self, name: str, part: int) -> float:
        """Return the time that `part` percent of a server's answers stayed within."""
        ordered = sorted(self.millis[name])
        return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]


def measured(house: House, prepared: Prepared, rounds: int, seconds: float) -> Taken:
    """Ask each server for `seconds` in every round, one after the other."""
    from tqdm import tqdm

    taken = Taken()
    left = {name: list(reversed(numbers)) for name, numbers in prepared.numbers.items()}
    with contextlib.ExitStack() as stack:
        loader = stack.enter_context(multiprocessing.get_context("spawn").Pool(1))
        ports = {name: stack.enter_context(_server(house, name, prepared)) for name in TARGETS}
        with tqdm(total=(rounds + 1) * len(ports), desc="bench decide", leave=False, disable=None) as bar:
            for place in range(rounds + 1):
                for name, port in ports.items():
                    span = seconds if place else WARMING
                    spent, millis = loader.apply(decide, (port, prepared.token, left[name], span))
                    del left[name][-len(millis) :]
                    if place:
                        taken.rates[name].append(len(millis) / spent)
                        taken.millis[name] += millis
                    bar.update()
    return taken


@contextlib.contextmanager
def _server(house: House, name: str, prepared: Prepared) -> Iterator[int]:
    """Start a server as `./tongban serve` starts ours, and yield its port."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": house.url,
        "TONGBAN_HOME": str(house.home),
        "DJANGO_SETTINGS_MODULE": "tongban.settings",
        "BENCH_VALUES": str(prepared.values),
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")]),
    }
    environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
    if name == "ours":
        place = ["--host", "127.0.0.1", "--port", str(port), "--workers", str(PROCESSES)]
        arguments = ["-m", "tongban.cli.web_server", *place]
    else:
        served = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(PROCESSES)]
        arguments = ["-m", "granian", *served, "--blocking-threads", str(THREADS), "--log-level", "warning"]
        arguments.append(f"{TARGETS[name]}:application")
    process = subprocess.Popen([sys.executable, *arguments], cwd=REPOSITORY, env=environment)
    try:
        _wait(port, process, name)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes], name: str) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.connect()
            connection.close()
            time.sleep(0.5)
            return
        time.sleep(0.1)
    raise RuntimeError(f"the server “{name}” does not start")
