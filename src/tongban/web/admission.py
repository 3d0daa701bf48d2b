"""How many requests are at work at once, and how many may wait: the rest is told at once to come again.

A house that takes everything is slow for everybody, and then works for people who left long ago. So a process lets
`at_work` requests into Django, as many as have a connection to the database, holds `waiting` behind them in order of
coming, each for `patience` seconds at most, and answers others with 503 before anything is read or written.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from prometheus_client import Counter, Gauge, Histogram

from tongban.kernel.figures import REGISTRY
from tongban.web import busy

Request = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Request, Start], Iterable[bytes]]

ADMITTED = Counter("tongban_admitted_total", "Requests let in to be worked on.", registry=REGISTRY)
REFUSED = Counter("tongban_refused_total", "Requests answered with 503 unread, by reason.", ("why",), registry=REGISTRY)
AT_WORK = Gauge("tongban_at_work", "Requests at work.", registry=REGISTRY, multiprocess_mode="livesum")
WAITING = Gauge("tongban_waiting", "Requests that wait to be let in.", registry=REGISTRY, multiprocess_mode="livesum")
WAITED = Histogram(
    "tongban_waited_seconds",
    "How long requests waited to be let in.",
    buckets=(0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
    registry=REGISTRY,
)
FULL, LATE = "full", "late"
for _why in (FULL, LATE):
    REFUSED.labels(_why)

# Asked by machines that must know how we are while we are busy; they share a place of their own.
OF_THE_HOUSE = frozenset({"/readyz", "/metrics"})
# Answered without a database.
FREE, FREE_BELOW = frozenset({"/healthz"}), "/static/"
HOUSE_WAITING, HOUSE_PATIENCE = 8, 5.0
THIS_MACHINE = ("127.0.0.1", "::1")


class Slot:
    """A place at work with connections of its own: as many as there are places, however many threads take turns."""

    def __init__(self) -> None:
        self._held: dict[str, BaseDatabaseWrapper] = {}

    def lend(self) -> None:
        """Give this thread the connections of the place."""
        for alias in connections:
            if alias not in self._held:
                self._held[alias] = connections.create_connection(alias)
                self._held[alias].inc_thread_sharing()
            connections[alias] = self._held[alias]

    def take_back(self) -> None:
        """Take them from this thread, which keeps none; an answer may also be closed by a thread that has others."""
        here = connections.all(initialized_only=True)
        for alias, held in self._held.items():
            if any(each is held for each in here):
                del connections[alias]


@dataclass
class _Waiter:
    called: threading.Event = field(default_factory=threading.Event)
    slot: Slot | None = None


class Lane:
    """So many places, and a queue before them."""

    def __init__(self, *, at_work: int, waiting: int, patience: float) -> None:
        self.waiting, self.patience = waiting, patience
        self._lock = threading.Lock()
        # The one that was left last is taken first, so a quiet process keeps few connections busy.
        self._free = [Slot() for _place in range(at_work)]
        self._queue: deque[_Waiter] = deque()

    def enter(self, waited: float = 0.0) -> Slot | str:
        """Return a place, at once or when its turn has come; else why not: the queue is full, or it took too long.

        `waited` are the seconds that the request has waited elsewhere, before it came to us.
        """
        until = time.monotonic() + self.patience - waited
        with self._lock:
            if waited >= self.patience:
                return LATE
            if self._free:
                return self._free.pop()
            if len(self._queue) >= self.waiting:
                return FULL
            waiter = _Waiter()
            self._queue.append(waiter)
        waiter.called.wait(until - time.monotonic())
        with self._lock:
            if waiter.slot is None:
                self._queue.remove(waiter)
        return waiter.slot or LATE

    def leave(self, slot: Slot) -> None:
        """Give the place to who has waited longest, or leave it free."""
        with self._lock:
            if self._queue:
                waiter = self._queue.popleft()
                waiter.slot = slot
                waiter.called.set()
            else:
                self._free.append(slot)

    @property
    def queued(self) -> int:
        """Return how many wait."""
        return len(self._queue)


class Admission:
    """The application behind its queue."""

    def __init__(self, application: Application, *, at_work: int, waiting: int, patience: float) -> None:
        self.application = application
        self.lane = Lane(at_work=at_work, waiting=waiting, patience=patience)
        self.house = Lane(at_work=1, waiting=HOUSE_WAITING, patience=HOUSE_PATIENCE)

    def __call__(self, request: Request, start: Start) -> Iterable[bytes]:
        path = request.get("PATH_INFO", "")
        if path in FREE or path.startswith(FREE_BELOW):
            return _then(self.application(request, start), connections.close_all)
        if path in OF_THE_HOUSE:
            slot = self.house.enter()
            return _refused(request, start) if isinstance(slot, str) else self._work(request, start, self.house, slot)
        came = time.monotonic()
        with WAITING.track_inprogress():
            slot = self.lane.enter(_waited_before(request))
        if isinstance(slot, str):
            REFUSED.labels(slot).inc()
            return _refused(request, start)
        WAITED.observe(time.monotonic() - came)
        ADMITTED.inc()
        return self._work(request, start, self.lane, slot)

    def _work(self, request: Request, start: Start, lane: Lane, slot: Slot) -> Iterable[bytes]:
        counted = lane is self.lane
        slot.lend()
        if counted:
            AT_WORK.inc()

        def leave() -> None:
            slot.take_back()
            if counted:
                AT_WORK.dec()
            lane.leave(slot)

        try:
            answer = self.application(request, start)
        except BaseException:
            leave()
            raise
        return _then(answer, leave)


def _then(answer: Iterable[bytes], after: Callable[[], None]) -> Iterable[bytes]:
    """Return the answer whole, with `after` done, or piece by piece where it is sent so."""
    if getattr(answer, "streaming", True):
        return _Pieces(answer, after)
    try:
        return [b"".join(answer)]
    finally:
        try:
            _close(answer)
        finally:
            after()


class _Pieces:
    """An answer that is sent piece by piece; the place is left once, when the server closes or forgets it."""

    def __init__(self, answer: Iterable[bytes], after: Callable[[], None]) -> None:
        self._answer, self._pieces, self._after = answer, iter(answer), after
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            try:
                _close(self._answer)
            finally:
                self._after()

    def __del__(self) -> None:
        self.close()


def _close(answer: Iterable[bytes]) -> None:
    if hasattr(answer, "close"):
        answer.close()


def _refused(request: Request, start: Start) -> Iterable[bytes]:
    answer = busy.answer(WSGIRequest(request))
    start(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return [answer.content]


def _waited_before(request: Request) -> float:
    """Return the seconds since a proxy took the request (`X-Request-Start: t=<seconds>`), else 0.

    Believed of this machine only: the clock of another may be off by more than our patience.
    """
    sent = request.get("HTTP_X_REQUEST_START", "").removeprefix("t=")
    if not sent or request.get("REMOTE_ADDR") not in THIS_MACHINE:
        return 0.0
    try:
        return max(0.0, time.time() - float(sent))
    except ValueError:
        return 0.0
