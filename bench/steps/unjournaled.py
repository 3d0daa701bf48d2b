"""The life through the engine as it is, but for the journal: no canonical JSON, no hash, no entry; all else is said."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from bench.steps import ours
from bench.steps.life import Cast
from tongban.kernel.tracing import CARRIED
from tongban.matters.actions import step as engine
from tongban.matters.actions.writes import Shape, clauses

NAME = "unjournaled"


def lives(cast: Cast) -> Callable[[str], None]:
    """Return what plays one life under a number."""
    play_ours = ours.lives(cast)

    def play(number: str) -> None:
        with unjournaled():
            play_ours(number)

    return play


@contextlib.contextmanager
def unjournaled() -> Iterator[None]:
    """Have the engine take steps without an entry; its statements are kept apart from those with one."""
    with (
        mock.patch.object(engine, "_tail", _tail),
        mock.patch.object(engine, "_entry", _entry),
        mock.patch.object(engine, "_step_sql", _step_sql),
        mock.patch.object(engine, "_opening_sql", _opening_sql),
    ):
        yield


def _entry(*told: Any, **more: Any) -> list[Any]:
    return []


def _tail(kind_code: str, shapes: tuple[Shape, ...], traced: bool) -> str:
    trace = f", '{CARRIED}', %s::text" if traced else ""
    return clauses(shapes) + (
        ", said AS (INSERT INTO kernel_announcement (topic, key, payload) SELECT 'unjournaled', id,"
        f" jsonb_build_object('number', %s::text, 'matter', id{trace}) FROM moved RETURNING key)"
        " SELECT moved.id, moved.version, 0::bigint FROM moved, said"
    )


# The engine's own, without what it keeps of them; looked up before anything is replaced.
_step_sql = functools.lru_cache(maxsize=64)(engine._step_sql.__wrapped__)
_opening_sql = functools.lru_cache(maxsize=64)(engine._opening_sql.__wrapped__)
