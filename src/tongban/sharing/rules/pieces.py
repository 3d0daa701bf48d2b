"""The words of resumable uploads (tus 1.0.0, with creation, expiration, checksum and termination)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
PIECE_TYPE = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460
_HASHES: dict[str, Callable[[bytes], Any]] = {
    "sha1": lambda data: hashlib.sha1(data, usedforsecurity=False),
    "sha256": hashlib.sha256,
}
ALGORITHMS = ",".join(_HASHES)


def file_name_of(metadata: str) -> str:
    """Return the name told in an Upload-Metadata header ("filename 5paH5Lu2LnBkZg==,filetype …"), "" when none is."""
    for pair in metadata.split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except ValueError:
                return ""
    return ""


def whole_number(text: str | None) -> int | None:
    """Return a length or an offset as a header tells it, None when it is no such number."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 16 else None


def checksum_known(header: str) -> bool:
    """Tell whether an Upload-Checksum header names an algorithm that we know, and a sum."""
    algorithm, _space, value = header.strip().partition(" ")
    return algorithm in _HASHES and bool(value)


def checksum_right(header: str, data: bytes) -> bool:
    """Tell whether the bytes have the sum that an Upload-Checksum header tells ("sha1 2jmj7l5rSw0yVb/vlWA…=")."""
    algorithm, _space, value = header.strip().partition(" ")
    return base64.b64encode(_HASHES[algorithm](data).digest()).decode() == value.strip()
