"""The port to a scanner for malware: clamd, or what speaks its INSTREAM, where TONGBAN_SCANNER names one.

`unix:/run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`. Our own checks know what a file is and what it would do; a
scanner knows what was seen elsewhere. Where one is named and does not answer, nothing is taken.
"""

from __future__ import annotations

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 20.0
PIECE = 64 * 1024


class ScannerAway(Exception):
    """The scanner does not answer, or not as one does; the message says which and why, for the operator."""


def scan(data: bytes) -> str:
    """Return the name of what the scanner found in the bytes, empty for nothing and where there is no scanner.

    Raises ScannerAway when it cannot tell.
    """
    if not settings.SCANNER:
        return ""
    told = _asked(b"zINSTREAM\0", data)
    if told == "stream: OK":
        return ""
    if told.startswith("stream: ") and told.endswith(" FOUND"):
        return told.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(f"{settings.SCANNER}: {told[:200]}")


def version() -> str:
    """Return what the scanner calls itself, with the day of its signatures. Raises ScannerAway."""
    return _asked(b"zVERSION\0")


def _asked(command: bytes, data: bytes | None = None) -> str:
    try:
        with _connected() as line:
            line.sendall(command)
            if data is not None:
                for start in range(0, len(data), PIECE):
                    piece = data[start : start + PIECE]
                    line.sendall(struct.pack("!L", len(piece)) + piece)
                line.sendall(struct.pack("!L", 0))
            return _answer(line)
    except (OSError, ValueError) as failed:
        raise ScannerAway(f"{settings.SCANNER}: {failed}") from failed


def _connected() -> socket.socket:
    where = urlsplit(settings.SCANNER)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        line.connect(where.path)
        return line
    if where.scheme != "tcp" or where.hostname is None:
        raise ValueError("TONGBAN_SCANNER is unix:/path or tcp://host:port")
    return socket.create_connection((where.hostname, where.port or 3310), SECONDS)


def _answer(line: socket.socket) -> str:
    told = b""
    while not told.endswith(b"\0") and len(told) < 4096 and (more := line.recv(4096)):
        told += more
    return told.rstrip(b"\0\n").decode("utf-8", "replace")
