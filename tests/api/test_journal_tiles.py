"""The journal as a tiled log (C2SP tlog-tiles), read as a stranger's program reads it, with hashing of its own."""

import functools
import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.client import Api
from tests.cases.factory import case
from tests.city import MONDAY
from tongban.kernel.rules.merkle import leaf_hash
from tongban.kernel.rules.signed_note import Checkpoint, verify_checkpoint
from tongban.kernel.rules.tiles import Edge
from tongban.kernel.signing import journal_key
from tongban.matters.actions.sequence import checkpoint
from tongban.matters.models import JournalEntry, TreeLeaf, TreeTile

SIZE = 70_000


@functools.cache
def hashed() -> tuple[list[bytes], dict[tuple[int, int], bytes]]:
    """Return the leaves and the tiles of a tree of 70,000 leaves, the specification's example."""
    leaves = [leaf_hash(str(number).encode()) for number in range(SIZE)]
    return leaves, dict(Edge().append(leaves))


@pytest.fixture
def large(db: None) -> list[bytes]:
    """The tree, of which only the last leaf has an entry."""
    leaves, tiles = hashed()
    TreeTile.objects.bulk_create(
        TreeTile(level=level, index=index, hashes=hashes) for (level, index), hashes in tiles.items()
    )
    case("draft")
    TreeLeaf.objects.create(index=SIZE - 1, entry=JournalEntry.objects.latest("pk"))
    checkpoint(at=MONDAY)
    return leaves


def root_of(hashes: list[bytes]) -> bytes:
    """Hash a list as RFC 6962 does: the largest power of two to the left."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root_of(hashes[:half]) + root_of(hashes[half:])).digest()


class Stranger:
    """Reads a log by its prefix and believes nothing: every tile is compared with the level below it."""

    def __init__(self, visitor: Api, key: str) -> None:
        self.visitor = visitor
        self.signed: Checkpoint = verify_checkpoint(visitor.get("journal/checkpoint").content.decode(), key)

    def level(self, level: int) -> list[bytes]:
        """Fetch a whole level, as wide as the checkpoint says."""
        count = self.signed.size // 256**level
        found: list[bytes] = []
        for index in range((count + 255) // 256):
            width = min(256, count - 256 * index)
            name = f"{index:03}" if index < 1000 else f"x{index // 1000:03}/{index % 1000:03}"
            answer = self.visitor.get(f"journal/tile/{level}/{name}" + (f".p/{width}" if width < 256 else ""))
            assert answer.status_code == 200, (level, index, width)
            assert len(answer.content) == 32 * width
            found += [answer.content[at : at + 32] for at in range(0, 32 * width, 32)]
        return found


class TestTiles:
    def test_lead_a_stranger_to_the_signed_root(self, visitor: Api, large: list[bytes]) -> None:
        stranger = Stranger(visitor, journal_key().vkey)

        zero, one, two, three = (stranger.level(level) for level in range(4))

        # 273 full tiles and one of 112 hashes, one full and one of 17, one of 1: as the specification counts them.
        assert [len(each) for each in (zero, one, two, three)] == [70_000, 273, 1, 0]
        assert zero == large
        assert one == [root_of(zero[at : at + 256]) for at in range(0, 273 * 256, 256)]
        assert two == [root_of(one[:256])]
        assert root_of(zero) == stranger.signed.root

    def test_are_for_ever_and_of_bytes(self, visitor: Api, large: list[bytes]) -> None:
        for path in ("0/000", "0/000.p/3", "1/001.p/17"):
            answer = visitor.get(f"journal/tile/{path}")
            assert answer.headers["Content-Type"] == "application/octet-stream"
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert visitor.get("journal/tile/0/000.p/3").content == b"".join(large[:3])
        assert "max-age=2" in visitor.get("journal/checkpoint").headers["Cache-Control"]

    @pytest.mark.parametrize(
        "path",
        [
            "0/273",  # partial: it has no full form yet
            "0/273.p/113",  # beyond the checkpoint
            "0/274.p/1",
            "1/001.p/18",
            "2/000.p/2",
            "3/000.p/1",
            "63/000",
            "0/x999/x999/x999/x999/x999/999",
            "0/0",
            "0/000.p/0",
            "0/000.p/256",
            "entries/000",
        ],
    )
    def test_that_the_checkpoint_does_not_vouch_for_are_not_there(
        self, visitor: Api, large: list[bytes], path: str
    ) -> None:
        answer = visitor.get(f"journal/tile/{path}")

        assert answer.status_code == (422 if path.startswith("entries") else 404)
        assert "Cache-Control" not in answer.headers or "immutable" not in answer.headers["Cache-Control"]

    def test_and_proofs_are_read_in_two_statements_whatever_the_size(self, visitor: Api, large: list[bytes]) -> None:
        for path in ("tile/0/000", "entries/4711/proof", f"consistency?from=1000&to={SIZE}"):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert visitor.get(f"journal/{path}").status_code == 200
            assert len([each for each in asked if "matters_" in each["sql"]]) == 2, path

    def test_that_wait_for_their_signature_are_not_shown(self, visitor: Api, large: list[bytes]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE matters_tree_tile SET hashes = hashes || %s WHERE (level, index) = (0, 273)", [bytes(32)]
            )

        assert visitor.get("journal/tile/0/273.p/112").status_code == 200
        assert visitor.get("journal/tile/0/273.p/113").status_code == 404
