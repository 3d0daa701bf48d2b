"""A witness for journals of others, small enough for any machine: an HTTP server and a file (C2SP tlog-witness)."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pathlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tongban.kernel.rules.signed_note import Cosigner, NoteVerifier
from tongban.kernel.rules.witness import TEXT_TYPE, Head, WitnessRefuses, judge
from tongban.kernel.signing.keys import alone_in
from tongban.kernel.whole_files import keep

PATH = "/add-checkpoint"
MOST_BYTES = 64 * 1024
SILENT_SECONDS = 10


class StateTrouble(Exception):
    """The file of the state cannot be used; in a line."""


class Heads:
    """The last checkpoint that was co-signed of each log, in a file that is always whole; one process holds it."""

    def __init__(self, path: pathlib.Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._held = os.open(path.with_name(f"{path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            text = path.read_text() if path.exists() else "{}"
            self._heads = {
                origin: Head(int(said["size"]), bytes.fromhex(said["root"]))
                for origin, said in json.loads(text).items()
            }
        except BlockingIOError:
            os.close(self._held)
            raise StateTrouble(f"another witness holds {path}") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            os.close(self._held)
            raise StateTrouble(
                f"{path} cannot be read: a witness that forgot may not go on under its key; restore it, or begin anew "
                "with another file and another key"
            ) from None

    def of(self, origin: str) -> Head:
        """Return the last head of a log."""
        return self._heads.get(origin, Head())

    def keep(self, origin: str, head: Head) -> None:
        """Keep a head; it is on the disk when this returns."""
        heads = {**self._heads, origin: head}
        told = {each: {"size": said.size, "root": said.root.hex()} for each, said in sorted(heads.items())}
        keep(self._path, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
        self._heads = heads

    def close(self) -> None:
        """Let another process hold the file."""
        os.close(self._held)


class WitnessServer(ThreadingHTTPServer):
    """Co-signs what goes on from what it co-signed; `told` is called with a line for each answer."""

    daemon_threads = True

    def __init__(
        self,
        address: tuple[str, int],
        *,
        cosigner: Cosigner,
        logs: Sequence[NoteVerifier],
        heads: Heads,
        told: Callable[[str], object] = lambda line: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(address, _Handler)
        self.told = told
        self._cosigner, self._logs, self._heads, self._clock = cosigner, logs, heads, clock
        self._alone = threading.Lock()

    def cosign(self, body: bytes) -> str:
        """Return the line of the co-signature, after the new head was kept. Raises WitnessRefuses."""
        with self._alone:
            text, said = judge(body, self._logs, self._heads.of)
            self._heads.keep(said.origin, Head(said.size, said.root))
        self.told(f"co-signed {said.origin} {said.size}")
        return self._cosigner.line(text, int(self._clock()))


class _Handler(BaseHTTPRequestHandler):
    server: WitnessServer
    protocol_version = "HTTP/1.1"
    timeout = SILENT_SECONDS

    def do_POST(self) -> None:
        try:
            body = self._body()
            if self.path.split("?")[0].rstrip("/") != PATH:
                raise WitnessRefuses(404, f"POST {PATH}")
            self._answer(200, self.server.cosign(body), TEXT_TYPE)
        except WitnessRefuses as refused:
            self.server.told(f"refused: {refused.status} {refused}")
            self._answer(refused.status, refused.body, refused.media)

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            self.close_connection = True
            raise WitnessRefuses(413 if length.isdecimal() else 411, f"a body of at most {MOST_BYTES} bytes")
        return self.rfile.read(int(length))

    def _answer(self, status: int, text: str, media: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request: `told` says what matters."""


def cosigner_of(name: str, path: pathlib.Path) -> Cosigner:
    """Return the witness's key from a file that is made on first use, readable by its owner. Raises ValueError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with alone_in(path.parent):
        if not path.exists():
            form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            keep(path, Ed25519PrivateKey.generate().private_bytes(serialization.Encoding.PEM, form, plain))
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds no Ed25519 key")
    return Cosigner(name, key)


@contextlib.contextmanager
def heads_in(path: pathlib.Path) -> Iterator[Heads]:
    """Hold the state for a while. Raises StateTrouble."""
    heads = Heads(path)
    try:
        yield heads
    finally:
        heads.close()
