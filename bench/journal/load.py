"""Processes that take steps side by side and time each, and one that sequences meanwhile."""

from __future__ import annotations

import importlib
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from bench.steps.life import STEPS, Cast

WARM_LIVES = 4
PATIENCE_SECONDS = 120
# What is forwarded at a time; with less at hand the sequencer rests, forty times shorter than the worker's job.
BATCH = 500
REST_SECONDS = 0.05


class Played(NamedTuple):
    """Steps a second, and the p95 of a life of eight steps in milliseconds."""

    rate: float
    p95: float


class Worker:
    """A forked process that does what it is told over a pipe."""

    def __init__(self, work: Callable[..., None], *given: Any) -> None:
        ours, theirs = multiprocessing.get_context("fork").Pipe()
        self.pipe = ours
        self.process = multiprocessing.get_context("fork").Process(target=work, args=(theirs, *given), daemon=True)
        self.process.start()
        theirs.close()

    def heard(self) -> Any:
        """Return what it says. Raises RuntimeError with its trouble, or when it is silent."""
        if not self.pipe.poll(PATIENCE_SECONDS):
            raise RuntimeError("a process of the bench does not answer")
        said = self.pipe.recv()
        if isinstance(said, str):
            raise RuntimeError(said)
        return said

    def end(self) -> None:
        """End it."""
        self.process.kill()
        self.process.join()


class Load:
    """Processes with a connection each, which play lives and time them."""

    def __init__(self, size: int, people: Cast) -> None:
        from django.db import connections

        connections.close_all()
        self._workers = [Worker(_play, place, people) for place in range(size)]

    def warm(self) -> None:
        """Have every process prepare its statements."""
        for name in ("ours", "unjournaled"):
            self.play(name, len(self._workers), 0.0)

    def play(self, name: str, connections: int, seconds: float) -> Played:
        """Play for a while on so many connections at once."""
        start = time.monotonic() + 0.02
        for worker in self._workers[:connections]:
            worker.pipe.send((name, start, seconds))
        heard = [worker.heard() for worker in self._workers[:connections]]
        spans = sorted(span for _rate, spans in heard for span in spans)
        p95 = spans[int(len(spans) * 0.95)] * 1000 if spans else 0.0
        return Played(sum(rate for rate, _spans in heard), p95)

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.end()


class Sequencer:
    """A process that forwards and signs whatever there is, as the worker's job does every two seconds."""

    def __init__(self) -> None:
        self._go = multiprocessing.get_context("fork").Event()
        self._worker = Worker(_sequence, self._go)

    def start(self) -> None:
        """Begin."""
        self._go.set()
        self._worker.pipe.send("go")

    def stop(self) -> tuple[int, float]:
        """Stop after the batch at hand; return how many were placed in how many seconds."""
        self._go.clear()
        count, spent = self._worker.heard()
        return count, spent

    def drain(self) -> None:
        """Place all that is left."""
        self._worker.pipe.send("drain")
        self._worker.heard()

    def close(self) -> None:
        """End the process."""
        self._worker.end()


def _play(orders: Connection, place: int, people: Cast) -> None:
    """Play lives under numbers of its own, and time each."""
    players: dict[str, Callable[[str], None]] = {}
    serial = 0
    try:
        while True:
            name, start, seconds = orders.recv()
            if name not in players:
                players[name] = importlib.import_module(f"bench.steps.{name}").lives(people)
                for _ in range(WARM_LIVES):
                    serial += 1
                    players[name](f"{name}-{place}-{serial}")
            spans: list[float] = []
            time.sleep(max(0.0, start - time.monotonic()))
            began = last = time.monotonic()
            while last < began + seconds:
                serial += 1
                players[name](f"{name}-{place}-{serial}")
                now = time.monotonic()
                spans.append(now - last)
                last = now
            orders.send((len(spans) * STEPS / (last - began) if spans else 0.0, spans))
    except EOFError:
        return
    except Exception as error:
        orders.send(f"{type(error).__name__}: {error}")
        raise


def _sequence(orders: Connection, go: Any) -> None:
    from tongban.kernel.clock import now
    from tongban.kernel.outbox import forward
    from tongban.matters.actions.sequence import checkpoint
    from tongban.matters.queries.journal import tree_size

    # The sequencer places entries of kinds that it knows.
    importlib.import_module("bench.steps.ours")
    try:
        while True:
            drains = orders.recv() == "drain"
            before, began = tree_size(), time.monotonic()
            while drains or go.is_set():
                found = forward(lambda jobs: None)
                checkpoint(at=now())
                if drains and not found:
                    break
                if not drains and found < BATCH:
                    time.sleep(REST_SECONDS)
            spent = time.monotonic() - began
            orders.send((tree_size() - before, spent))
    except EOFError:
        return
    except Exception as error:
        orders.send(f"{type(error).__name__}: {error}")
        raise
