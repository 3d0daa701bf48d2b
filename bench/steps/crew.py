"""Processes that play lives side by side, each on a connection of its own, when they are told to."""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from types import ModuleType

from bench.steps.life import Cast

# Django's prepared statements are made at the fourth use; everything is warm after as many lives.
WARM_LIVES = 4
PATIENCE_SECONDS = 120


class Crew:
    """A number of forked processes; `rate` has some of them play at the same time."""

    def __init__(self, size: int, cast: Cast) -> None:
        # Forked: the modules are loaded once, and no connection is open yet.
        context = multiprocessing.get_context("fork")
        self.members: list[Connection] = []
        self._processes = []
        for place in range(size):
            ours, theirs = context.Pipe()
            process = context.Process(target=_member, args=(theirs, place, cast), daemon=True)
            process.start()
            theirs.close()
            self.members.append(ours)
            self._processes.append(process)

    def warm(self, contender: str) -> None:
        """Have every member play until statements are prepared and caches are filled."""
        for member in self.members:
            member.send((contender, 0.0, 0.0))
        for member in self.members:
            _heard(member)

    def rate(self, contender: str, connections: int, seconds: float) -> float:
        """Return the lives per second of so many connections together."""
        start = time.monotonic() + 0.02
        for member in self.members[:connections]:
            member.send((contender, start, seconds))
        return sum(_heard(member) for member in self.members[:connections])

    def close(self) -> None:
        """End the processes."""
        for member in self.members:
            with contextlib.suppress(OSError):
                member.send(None)
        for process in self._processes:
            process.join(10)
            if process.is_alive():
                process.kill()


def _heard(member: Connection) -> float:
    if not member.poll(PATIENCE_SECONDS):
        raise RuntimeError("a member of the crew does not answer")
    said = member.recv()
    if isinstance(said, str):
        raise RuntimeError(said)
    return float(said)


def _member(orders: Connection, place: int, cast: Cast) -> None:
    players = {}
    serial = 0
    try:
        while (order := orders.recv()) is not None:
            contender, start, seconds = order
            module = importlib.import_module(f"bench.steps.{contender}")
            with database(module):
                if contender not in players:
                    players[contender] = module.lives(cast)
                    for _ in range(WARM_LIVES):
                        serial += 1
                        players[contender](f"{module.NAME}-{place}-{serial}")
                played = 0
                time.sleep(max(0.0, start - time.monotonic()))
                began = time.monotonic()
                while time.monotonic() < began + seconds:
                    serial += 1
                    played += 1
                    players[contender](f"{module.NAME}-{place}-{serial}")
            orders.send(played / (time.monotonic() - began) if played else 0.0)
    except EOFError:
        return
    except Exception as error:
        orders.send(f"{type(error).__name__}: {error}")
        raise


@contextlib.contextmanager
def database(contender: ModuleType) -> Iterator[None]:
    """Let Django use the connection that the contender asks for."""
    from django.db import connections

    usual = connections["default"]
    try:
        if hasattr(contender, "DATABASE"):
            connections["default"] = connections[contender.DATABASE]
        yield
    finally:
        connections["default"] = usual
