"""Announcements of what happened, forwarded in batches to those above who asked for them.

`step()` writes an announcement in the same statement as the move. A job takes committed ones in batches, lets the
taps see the batch (the journal's sequencer is one), and queues one job for each handler of the topic, all in one
transaction: an announcement is forwarded exactly once, or stays.
"""

import fnmatch
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from tongban.kernel.tracing import carried_along

Handler = Callable[[str, int, dict[str, Any]], None]
Queue = Callable[[list[dict[str, Any]]], None]


@dataclass(frozen=True, slots=True)
class Announced:
    id: int
    topic: str
    key: int
    payload: dict[str, Any]


Tap = Callable[[Sequence[Announced]], None]

_handlers: dict[str, tuple[str, Handler]] = {}
_taps: list[Tap] = []


def on(pattern: str) -> Callable[[Handler], Handler]:
    """Register a handler for topics that match the pattern (`case.accept`, `case.*`); it must bear a repeat."""

    def register(handler: Handler) -> Handler:
        _handlers[f"{handler.__module__}.{handler.__name__}"] = (pattern, handler)
        return handler

    return register


def tap(function: Tap) -> Tap:
    """Register what sees each batch inside the forwarding transaction."""
    if function not in _taps:
        _taps.append(function)
    return function


def handle(name: str, topic: str, key: int, payload: dict[str, Any]) -> None:
    """Call one registered handler; the queue's job does this."""
    _handlers[name][1](topic, key, payload)


def announce(topic: str, payloads: Mapping[int, dict[str, Any]]) -> None:
    """Announce what is no step: payloads by their keys under one topic, in the caller's transaction."""
    trace = carried_along()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_announcement (topic, key, payload)"
            " SELECT %s::text, said.key::bigint, said.value FROM jsonb_each(%s::jsonb) AS said",
            [topic, json.dumps({key: {**payload, **trace} for key, payload in payloads.items()})],
        )


def forward(queue: Queue, *, limit: int = 500) -> int:
    """Forward one batch and return its size; concurrent callers wait for each other.

    `queue` receives the jobs ({"name", "topic", "key", "payload"}) and must use this database's transaction.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tongban.outbox'))")
        cursor.execute(
            "DELETE FROM kernel_announcement WHERE id IN (SELECT id FROM kernel_announcement ORDER BY id LIMIT %s)"
            " RETURNING id, topic, key, payload::text",
            [limit],
        )
        batch = sorted((Announced(i, t, k, _load(p)) for i, t, k, p in cursor.fetchall()), key=lambda a: a.id)
        if not batch:
            return 0
        for each in _taps:
            each(batch)
        jobs = [
            {"name": name, "topic": said.topic, "key": said.key, "payload": said.payload}
            for said in batch
            for name, (pattern, _) in _handlers.items()
            if fnmatch.fnmatchcase(said.topic, pattern)
        ]
        if jobs:
            queue(jobs)
        return len(batch)


def waiting() -> int:
    """Return how many announcements are not yet forwarded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_announcement")
        (count,) = cursor.fetchone()
    return int(count)


def still_waiting(keys: Sequence[int]) -> set[tuple[str, int]]:
    """Return the topics and keys, among these keys, of announcements that are not yet forwarded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT topic, key FROM kernel_announcement WHERE key = ANY(%s::bigint[])", [list(keys)])
        return set(cursor.fetchall())


def _load(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(text)
    return loaded
