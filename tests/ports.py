"""Ports for servers that tests start: none that the system gives to somebody's outgoing connection meanwhile."""

from __future__ import annotations

import random
import socket

# Below what systems give to connections by themselves (from 32768 on here, from 49152 on elsewhere): a port that was
# looked for there could be taken before the server that it is for has started.
FIRST, LAST = 16_000, 32_000

_chance = random.SystemRandom()
_given: set[int] = set()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on now, and that was not returned before."""
    while True:
        port = _chance.randint(FIRST, LAST)
        with socket.socket() as attempt:
            # What a server leaves behind that was just stopped is in nobody's way, as it is in no server's.
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in _given:
            _given.add(port)
            return port
