"""How often somebody may ask: an allowance for each sort of request and each asker, shared by all processes.

It is one moment in one row, the bucket that leaks (GCRA): a request moves it on by its share of a minute, and none may
move it further than a minute ahead. One statement takes it, by the database's clock, and a refused one writes nothing.
"""

import datetime as dt
import hashlib
import hmac
import math
import threading
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from prometheus_client import Counter

from tongban.kernel.errors import Refusal
from tongban.kernel.figures import REGISTRY
from tongban.kernel.models import Allowance
from tongban.kernel.queries import parameter
from tongban.kernel.rules.addresses import client_address, is_within

WINDOW_SECONDS = 60.0
# Of a large allowance a process takes one part in so many at once, and asks the database again when that is used.
PARTS = 20
MOST_KEPT = 20_000
HERE = ("127.0.0.0/8", "::1")
SORTS = ("sign_in", "code", "search", "public_api", "verify", "upload", "token")

TOO_OFTEN = Counter("tongban_too_often_total", "Requests refused with 429, by sort.", ("sort",), registry=REGISTRY)
for _sort in SORTS:
    TOO_OFTEN.labels(_sort)

_lock = threading.Lock()
# By key: how many may pass without a question until when, or (0) that none may until then.
_known: dict[str, tuple[int, float]] = {}


class TooOften(Refusal):
    """The asker used up the allowance; in `seconds` there is some again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(_("操作太频繁，请在 %(seconds)s 秒后再试。") % {"seconds": seconds})
        self.seconds = seconds


def take(sort: str, asker: str) -> None:
    """Take one request of the sort from the asker's allowance, `rate_<sort>` a minute; 0 stands for no limit.

    Raises TooOften. What was refused costs the database nothing until the seconds have passed.
    """
    amount = int(parameter(f"rate_{sort}"))
    if amount == 0:
        return
    key = hmac.new(settings.SECRET_KEY.encode(), f"{sort}|{asker}".encode(), hashlib.sha256).hexdigest()
    now = time.monotonic()
    with _lock:
        left, until = _known.get(key, (0, 0.0))
        if until > now:
            if left == 0:
                TOO_OFTEN.labels(sort).inc()
                raise TooOften(math.ceil(until - now))
            _known[key] = (left - 1, until) if left > 1 else (0, 0.0)
            return
    many = max(1, amount // PARTS)
    share = WINDOW_SECONDS / amount
    if not (_taken(key, many * share) or (many > 1 and _taken(key, (many := 1) * share))):
        seconds = _seconds(key, share)
        _keep(key, 0, now + seconds)
        TOO_OFTEN.labels(sort).inc()
        raise TooOften(math.ceil(seconds))
    if many > 1:
        _keep(key, many - 1, now + WINDOW_SECONDS)


def take_from(sort: str, meta: Mapping[str, Any]) -> None:
    """Take one request from the allowance of the address that it comes from; see `take_by`. Raises TooOften."""
    take_by(sort, client_address(meta, settings.PROXIES), meta)


def take_by(sort: str, asker: str, meta: Mapping[str, Any]) -> None:
    """Take one request from the asker's allowance. Raises TooOften.

    What this very machine asks without a proxy between (its operator, a probe, a benchmark) is not counted.
    """
    if "HTTP_X_FORWARDED_FOR" in meta or not is_within(str(meta.get("REMOTE_ADDR", "")), HERE):
        take(sort, asker)


def forget_allowances() -> None:
    """Drop what this process keeps; what stands in the database counts."""
    with _lock:
        _known.clear()


def sweep_allowances(*, at: dt.datetime) -> int:
    """Remove the rows of allowances that are whole again, by the database's clock whatever `at`; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{Allowance._meta.db_table}" WHERE empty_at < clock_timestamp()')
        return int(cursor.rowcount)


def _keep(key: str, left: int, until: float) -> None:
    with _lock:
        if len(_known) >= MOST_KEPT:
            _known.clear()
        _known[key] = (left, until)


def _taken(key: str, seconds: float) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"key": key, "cost": seconds, "window": WINDOW_SECONDS})
        return cursor.fetchone() is not None


def _seconds(key: str, share: float) -> float:
    """Return after how many seconds a request may pass again, at least one."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, {"key": key})
        row = cursor.fetchone()
    return max(1.0, float(row[0]) + share - WINDOW_SECONDS) if row else 1.0


_TAKE = """
INSERT INTO kernel_allowance AS held (key, empty_at)
VALUES (%(key)s, clock_timestamp() + %(cost)s::float8 * interval '1 second')
ON CONFLICT (key) DO UPDATE
   SET empty_at = greatest(held.empty_at, clock_timestamp()) + %(cost)s::float8 * interval '1 second'
 WHERE greatest(held.empty_at, clock_timestamp()) + %(cost)s::float8 * interval '1 second'
       <= clock_timestamp() + %(window)s::float8 * interval '1 second'
RETURNING 1
"""
_LEFT = "SELECT extract(epoch FROM empty_at - clock_timestamp())::float8 FROM kernel_allowance WHERE key = %(key)s"
