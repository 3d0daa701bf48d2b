"""A small HTTP/1.1 client on connections that stay open: it costs the server's machine as little as it can."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field

LARGEST_HEAD = 64 * 1024


class Broken(Exception):
    """The connection ended before the answer: nobody knows what became of the request."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Wire:
    """Connections to one server; each carries one request at a time, and more are opened when all are in use."""

    port: int
    seconds: float = 30.0
    opened: int = 0
    _idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)

    async def ask(self, request: bytes) -> Reply:
        """Send a whole request and return the reply. Raises Broken."""
        try:
            return await asyncio.wait_for(self._ask(request), self.seconds)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError) as broken:
            raise Broken(repr(broken)) from broken

    async def _ask(self, request: bytes) -> Reply:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                break
            writer.close()  # the server closed it while it was idle
        else:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=LARGEST_HEAD)
            self.opened += 1
        try:
            writer.write(request)
            reply = await _read(reader)
        except BaseException:
            writer.close()
            raise
        if reply.headers.get("connection", "").lower() == "close":
            writer.close()
        else:
            self._idle.append((reader, writer))
        return reply

    async def close(self) -> None:
        """Close the connections that are not in use."""
        while self._idle:
            _reader, writer = self._idle.pop()
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Reply:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines if line)}
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Reply(int(first.split()[1]), headers, body)


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return the bytes of a request."""
    said = {"Host": "127.0.0.1", **headers}
    if method != "GET":
        said["Content-Length"] = str(len(body))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()), "", ""]
    return "\r\n".join(lines).encode() + body
