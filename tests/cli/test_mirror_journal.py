"""Another machine keeps a journal's checkpoints over HTTP, and notices when it does not go on from them."""

import base64
import json
import pathlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tongban.cli.journal_mirror import Followed, Forked, MirrorTrouble, follow
from tongban.kernel.rules.merkle import consistency_proof, leaf_hash
from tongban.kernel.rules.note_files import notes_in
from tongban.kernel.rules.signed_note import NoteSigner, sign_checkpoint, verify_checkpoint
from tongban.kernel.rules.tiles import Edge, Tile, node_in


class City(HTTPServer):
    """A journal elsewhere: its key, its leaves, and the three answers that a mirror asks for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.signer = NoteSigner("city.example", Ed25519PrivateKey.generate())
        self.write(0)

    def write(self, size: int, word: str = "entry") -> None:
        self.size, edge = size, Edge()
        self.tiles: dict[Tile, bytes] = edge.append([leaf_hash(f"{word} {n}".encode()) for n in range(size)])
        self.note = sign_checkpoint(self.signer, size, edge.root())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api/v1/journal"


class _Answers(BaseHTTPRequestHandler):
    server: City

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        name = asked.path.rsplit("/", 1)[1]
        if not asked.path.startswith("/api/v1/journal/"):
            self.send_error(404)
            return
        if name == "key":
            text = self.server.signer.vkey + "\n"
        elif name == "checkpoint":
            text = self.server.note
        else:
            query = parse_qs(asked.query)
            first, second = int(query["from"][0]), int(query["to"][0])
            path = consistency_proof(first, second, node_in(self.server.tiles))
            text = json.dumps({"path": [base64.b64encode(each).decode() for each in path]})
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def city() -> Iterator[City]:
    with City() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class TestFollow:
    def test_keeps_each_checkpoint_that_goes_on_from_the_last(self, city: City, tmp_path: pathlib.Path) -> None:
        file, notes = tmp_path / "kept", []
        for size in (3, 300, 1000):
            city.write(size)
            notes.append(city.note)
            followed = follow(city.url, file, None)

        assert followed == Followed(300, 1000)
        assert list(notes_in(file.read_text().splitlines(keepends=True))) == notes
        assert (tmp_path / "kept.key").read_text() == f"{city.signer.vkey}\n"

    def test_tells_the_key_that_it_trusted_first(self, city: City, tmp_path: pathlib.Path) -> None:
        city.write(3)

        assert follow(city.url, tmp_path / "kept", None) == Followed(0, 3, city.signer.vkey)
        assert follow(city.url, tmp_path / "other", city.signer.vkey) == Followed(0, 3)
        assert not (tmp_path / "other.key").exists()

    def test_adds_nothing_while_the_journal_stands(self, city: City, tmp_path: pathlib.Path) -> None:
        city.write(7)
        follow(city.url, tmp_path / "kept", None)

        assert not follow(city.url, tmp_path / "kept", None).grown
        assert (tmp_path / "kept").read_text() == city.note

    @pytest.mark.parametrize(
        ("size", "word", "reason"),
        [(7, "other", "被改写了"), (9, "other", "被改写了"), (6, "entry", "变短了"), (6, "other", "变短了")],
    )
    def test_notices_a_fork_and_keeps_what_it_has(
        self, city: City, tmp_path: pathlib.Path, size: int, word: str, reason: str
    ) -> None:
        city.write(7)
        follow(city.url, tmp_path / "kept", None)
        before = (tmp_path / "kept").read_text()
        city.write(size, word)

        with pytest.raises(Forked, match=reason):
            follow(city.url, tmp_path / "kept", None)
        assert (tmp_path / "kept").read_text() == before

    def test_believes_no_other_key(self, city: City, tmp_path: pathlib.Path) -> None:
        city.write(7)
        follow(city.url, tmp_path / "kept", None)
        before = (tmp_path / "kept").read_text()
        city.signer = NoteSigner("city.example", Ed25519PrivateKey.generate())
        city.write(9)

        with pytest.raises(MirrorTrouble, match="no checkpoint of the key"):
            follow(city.url, tmp_path / "kept", None)
        assert (tmp_path / "kept").read_text() == before

    def test_says_when_nobody_answers(self, city: City, tmp_path: pathlib.Path) -> None:
        for url in ("http://127.0.0.1:9/journal", "file:///etc/hosts", "city.example"):
            with pytest.raises(MirrorTrouble, match=r"nobody answers at http://127\.0\.0\.1:9/.*known$|no address"):
                follow(url, tmp_path / "kept", city.signer.vkey)
        assert not (tmp_path / "kept").exists()

    def test_says_where_a_journal_is_looked_for_when_none_is_there(self, city: City, tmp_path: pathlib.Path) -> None:
        with pytest.raises(MirrorTrouble, match="no journal is there; give its address, …/api/v1/journal"):
            follow(city.url.removesuffix("/api/v1/journal"), tmp_path / "kept", None)
        assert not (tmp_path / "kept").exists()

    def test_is_checked_with_the_key_alone(self, city: City, tmp_path: pathlib.Path) -> None:
        city.write(7)
        follow(city.url, tmp_path / "kept", None)

        assert verify_checkpoint((tmp_path / "kept").read_text(), city.signer.vkey).size == 7
