"""Files that come in pieces, kept below the home until they are whole; who they belong to is kept by who calls."""

import os
import pathlib
import re

from django.conf import settings


class PieceLost(Exception):
    """The bytes that should be there are not: the file has to be sent again."""


def add_piece(key: str, offset: int, data: bytes) -> None:
    """Write the bytes at the offset and make them last. Raises PieceLost when what comes before is not there.

    What was written behind the offset by a process that ended before it could say so is written over.
    """
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        if file.seek(0, os.SEEK_END) < offset:
            raise PieceLost(key)
        file.truncate(offset)
        file.seek(offset)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def whole(key: str, length: int) -> bytes:
    """Return the bytes of a file that has come whole. Raises PieceLost."""
    try:
        data = _path(key).read_bytes()
    except FileNotFoundError as gone:
        raise PieceLost(key) from gone
    if len(data) < length:
        raise PieceLost(key)
    return data[:length]


def drop(key: str) -> None:
    """Remove what has come of a file; nothing when nothing has."""
    _path(key).unlink(missing_ok=True)


def _path(key: str) -> pathlib.Path:
    if not re.fullmatch(r"[A-Za-z0-9_-]{20,43}", key):
        raise ValueError("not the key of an upload")
    return pathlib.Path(settings.HOME) / "uploads" / key
