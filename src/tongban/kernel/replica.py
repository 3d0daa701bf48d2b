"""Reads that may lag: from a streaming replica where one is named and keeps up, from the primary otherwise.

Which routes these are stands at the routes. Only a stranger's GET goes there: who has signed in sees what they have
just written, because all that is theirs is read where it was written.
"""

import contextlib
import functools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections
from django.http import HttpRequest
from prometheus_client import Counter

from tongban.kernel.figures import REGISTRY

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)

# How long a look at the replica counts: one that keeps up, and one that is away or behind.
WELL_SECONDS, ILL_SECONDS = 1.0, 10.0
READS = Counter("tongban_lagging_reads_total", "Reads that may lag, by who answered them.", ("by",), registry=REGISTRY)
# A worker leaves its heartbeat on the primary every second. The newest that the replica shows says how old all that
# it shows is, also when it is cut off, and when it was made a primary that nobody writes to. Without a worker there
# is none, and nothing is read there.
_LAG = "SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat)) FROM procrastinate_workers"
_OUTAGES = (OperationalError, InterfaceError)

_mine = threading.local()
_looking = threading.Lock()
_seen: tuple[float, bool] = (float("-inf"), False)


def reads_may_lag(view: Callable[P, R]) -> Callable[P, R]:
    """Let a stranger's GET of the view read from the replica; what fails there is asked of the primary instead.

    The view may write only within `on_primary`.
    """

    @functools.wraps(view)
    def read(*args: P.args, **kwargs: P.kwargs) -> R:
        if settings.REPLICA not in settings.DATABASES or not _of_a_stranger(args[0]):
            return view(*args, **kwargs)
        if _keeps_up():
            try:
                with _on(settings.REPLICA):
                    answer = view(*args, **kwargs)
            except _OUTAGES as error:
                # Also what the standby cancels because the primary has removed rows that it was reading.
                _note(False, type(error).__name__)
            else:
                READS.labels("replica").inc()
                return answer
        READS.labels("primary").inc()
        return view(*args, **kwargs)

    return read


@contextlib.contextmanager
def on_primary() -> Iterator[None]:
    """Do what the block does on the primary, wherever the view around it reads."""
    if getattr(_mine, "primary", None) is None:
        yield
        return
    replica, connections[DEFAULT_DB_ALIAS] = connections[DEFAULT_DB_ALIAS], _mine.primary
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = replica


def replica_lag() -> float | None:
    """Return by how many seconds the replica lags, None where no worker has left a heartbeat; raises DatabaseError."""
    with connections[settings.REPLICA].cursor() as cursor:
        cursor.execute(_LAG)
        (lag,) = cursor.fetchone()
    return None if lag is None else float(lag)


@contextlib.contextmanager
def _on(alias: str) -> Iterator[None]:
    """Have this thread's statements, of models and plain SQL alike, go to another of its connections."""
    _mine.primary = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[alias]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = _mine.primary
        _mine.primary = None


def _of_a_stranger(request: Any) -> bool:
    assert isinstance(request, HttpRequest)
    known = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    return request.method in ("GET", "HEAD") and not known


def _keeps_up() -> bool:
    """Tell whether the replica was well at the last look; one thread looks, the others take what was seen before."""
    at, well = _seen
    if time.monotonic() - at < (WELL_SECONDS if well else ILL_SECONDS) or not _looking.acquire(blocking=False):
        return well
    try:
        lag, trouble = replica_lag(), ""
    except DatabaseError as error:
        lag, trouble = None, type(error).__name__
    finally:
        _looking.release()
    well = lag is not None and lag <= settings.REPLICA_MOST_LAG_SECONDS
    _note(well, trouble or ("no worker has left a heartbeat" if lag is None else f"it is {lag:.0f} s behind"))
    return well


def _note(well: bool, why: str) -> None:
    global _seen
    if _seen[1] and not well:
        log.warning("the replica is not read from: %s", why)
    _seen = (time.monotonic(), well)
