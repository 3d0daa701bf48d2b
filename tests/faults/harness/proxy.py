"""A TCP proxy that can be told to do what bad lines do: between a program and its database, between a client and us."""

from __future__ import annotations

import contextlib
import selectors
import socket
import struct
import threading
import time
from collections.abc import Callable

CHUNK = 65536
BUSY_SECONDS = 0.02


class Line:
    """One connection through the proxy: `near` is who called, `far` who is called."""

    def __init__(self, near: socket.socket, far: socket.socket) -> None:
        self.near, self.far = near, far
        self.closed = False

    def close(self, *, reset: bool = False) -> None:
        """Hang up on both sides; with `reset` they see a connection that was reset (RST), not one that ended (FIN)."""
        self.closed = True
        for side in (self.near, self.far):
            with contextlib.suppress(OSError):
                if reset and side.family != socket.AF_UNIX:
                    side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                side.shutdown(socket.SHUT_RDWR) if not reset else None
                side.close()


# What is done with the bytes of one direction: it may wait, close the line, and returns what goes on.
Treatment = Callable[[Line, bytes], bytes]


def as_they_are(line: Line, data: bytes) -> bytes:
    return data


def delayed(seconds: float) -> Treatment:
    """Let every piece come so much later."""

    def treat(line: Line, data: bytes) -> bytes:
        time.sleep(seconds)
        return data

    return treat


def swallowed(line: Line, data: bytes) -> bytes:
    """Let nothing arrive, and say nothing of it: the line is silent, not closed."""
    return b""


def answer_lost(line: Line, data: bytes) -> bytes:
    """Hang up instead of handing on what was answered: whoever asked cannot know whether it was done."""
    line.close(reset=True)
    return b""


def cut_short(line: Line, data: bytes) -> bytes:
    """Hand on half of a piece, then end the line."""
    with contextlib.suppress(OSError):
        line.near.sendall(data[: len(data) // 2])
    line.close()
    return b""


class Proxy:
    """Listens on a port of this machine and hands everything on to `far`, until told otherwise."""

    def __init__(self, far: str | tuple[str, int]) -> None:
        self._far = far
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.asking: Treatment = as_they_are
        self.answering: Treatment = as_they_are
        self.refusing = False
        self.treated = 0
        self._lines: list[Line] = []
        self._over = False

    def __enter__(self) -> Proxy:
        threading.Thread(target=self._listen, name="proxy", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._listener.close()
        self.hang_up()

    def hang_up(self, *, reset: bool = False) -> int:
        """Close all lines that are open now and return how many those were."""
        lines, self._lines = self._lines, []
        open_ones = [line for line in lines if not line.closed]
        for line in open_ones:
            line.close(reset=reset)
        return len(open_ones)

    def half_close(self) -> int:
        """End the direction towards who is called on all lines, as a side that is dying does."""
        ended = 0
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.far.shutdown(socket.SHUT_WR)
                ended += 1
        return ended

    def heal(self) -> None:
        """Be a good line again; what was held back in silence is gone with its line."""
        silent = swallowed in (self.asking, self.answering)
        self.asking = self.answering = as_they_are
        self.refusing = False
        if silent:
            self.hang_up(reset=True)

    def _listen(self) -> None:
        while not self._over:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.refusing:
                near.close()
                continue
            try:
                far = self._reach()
            except OSError:
                near.close()
                continue
            for side in (near, far):
                with contextlib.suppress(OSError):
                    side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = Line(near, far)
            self._lines = [each for each in self._lines if not each.closed] + [line]
            threading.Thread(target=self._hand_on, args=(line,), daemon=True).start()

    def _reach(self) -> socket.socket:
        if isinstance(self._far, tuple):
            return socket.create_connection(self._far, timeout=5)
        far = socket.socket(socket.AF_UNIX)
        far.connect(self._far)
        return far

    def _hand_on(self, line: Line) -> None:
        line.far.settimeout(None)
        with contextlib.suppress(OSError, ValueError), selectors.DefaultSelector() as ready:
            ready.register(line.near, selectors.EVENT_READ)
            ready.register(line.far, selectors.EVENT_READ)
            while not line.closed and not self._over:
                for key, _ in ready.select(BUSY_SECONDS * 10):
                    source = key.fileobj
                    assert isinstance(source, socket.socket)
                    asking = source is line.near
                    data = source.recv(CHUNK)
                    if not data:
                        line.close()
                        return
                    treat = self.asking if asking else self.answering
                    self.treated += treat is not as_they_are
                    data = treat(line, data)
                    if data and not line.closed:
                        (line.far if asking else line.near).sendall(data)
        line.close()
