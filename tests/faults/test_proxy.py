"""The proxy does to lines what it is told to, and is a good line otherwise."""

import socket
import socketserver
import threading
import time
from collections.abc import Iterator

import pytest

from tests.faults.harness.proxy import Proxy, answer_lost, cut_short, delayed, swallowed

PATIENCE_SECONDS = 60.0


class Echo(socketserver.BaseRequestHandler):
    heard: list[bytes] = []

    def handle(self) -> None:
        while data := self.request.recv(1000):
            self.heard.append(data)
            self.request.sendall(data)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """A proxy before a server that says what it hears."""
    Echo.heard = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with Proxy(("127.0.0.1", server.server_address[1])) as between:
            yield between
        server.shutdown()


@pytest.fixture
def line(proxy: Proxy) -> Iterator[socket.socket]:
    """A connection through it that has been used once."""
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=PATIENCE_SECONDS) as ours:
        ours.sendall(b"hello")
        assert ours.recv(1000) == b"hello"
        yield ours


class TestProxy:
    def test_ends_or_resets_lines(self, proxy: Proxy, line: socket.socket) -> None:
        assert proxy.hang_up() == 1
        assert line.recv(1000) == b""

        with socket.create_connection(("127.0.0.1", proxy.port), timeout=PATIENCE_SECONDS) as other:
            other.sendall(b"again")
            assert other.recv(1000) == b"again"
            assert proxy.hang_up(reset=True) == 1
            with pytest.raises(ConnectionResetError):
                other.recv(1000)

    def test_loses_an_answer_to_what_was_heard(self, proxy: Proxy, line: socket.socket) -> None:
        proxy.answering = answer_lost

        line.sendall(b"do it")

        with pytest.raises(ConnectionResetError):
            line.recv(1000)
        assert Echo.heard == [b"hello", b"do it"]

    def test_cuts_an_answer_in_the_middle(self, proxy: Proxy, line: socket.socket) -> None:
        proxy.answering = cut_short

        line.sendall(b"123456")

        assert line.recv(1000) == b"123"
        assert line.recv(1000) == b""

    def test_lets_questions_vanish_in_silence_until_it_is_healed(self, proxy: Proxy, line: socket.socket) -> None:
        proxy.asking = swallowed
        line.settimeout(0.3)

        line.sendall(b"is anybody there?")

        with pytest.raises(TimeoutError):
            line.recv(1000)
        assert Echo.heard == [b"hello"]
        proxy.heal()
        line.settimeout(PATIENCE_SECONDS)
        with pytest.raises(ConnectionResetError):
            line.recv(1000)

    def test_delays_and_is_good_again(self, proxy: Proxy, line: socket.socket) -> None:
        proxy.asking = delayed(0.2)
        began = time.monotonic()

        line.sendall(b"late")

        assert line.recv(1000) == b"late"
        assert time.monotonic() - began >= 0.2
        proxy.heal()
        line.sendall(b"good")
        assert line.recv(1000) == b"good"

    def test_refuses_and_half_closes(self, proxy: Proxy, line: socket.socket) -> None:
        assert proxy.half_close() == 1
        assert line.recv(1000) == b""
        proxy.refusing = True

        with socket.create_connection(("127.0.0.1", proxy.port), timeout=PATIENCE_SECONDS) as other:
            assert other.recv(1000) == b""
