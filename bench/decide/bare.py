"""The bare peer: a WSGI function that sends one prepared statement and commits. No framework, no sign-in, no checks."""

from __future__ import annotations

import os
import pathlib
import pickle
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

_STATEMENT, _VALUES = pickle.loads(pathlib.Path(os.environ["BENCH_VALUES"]).read_bytes())
_own = threading.local()

Start = Callable[[str, list[tuple[str, str]]], Any]


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Write the rows of one decision in one statement, which is its own transaction."""
    number = environ["PATH_INFO"].split("/")[-2]
    environ["wsgi.input"].read()
    connection = getattr(_own, "connection", None)
    if connection is None:
        connection = _own.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        connection.prepare_threshold = 0
    row = connection.execute(_STATEMENT, _VALUES[number]).fetchone()
    start_response("200 OK" if row else "409 Conflict", [("Content-Type", "application/json")])
    return [b'{"state": "granted"}']
