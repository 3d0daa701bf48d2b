import base64

import pytest

from tests.api.client import Api
from tests.cases.factory import case
from tests.city import MONDAY
from tongban.kernel.outbox import forward
from tongban.kernel.rules.merkle import verify_consistency, verify_inclusion
from tongban.kernel.rules.signed_note import NoteRefused, verify_checkpoint
from tongban.matters.actions.sequence import checkpoint
from tongban.matters.models import JournalEntry


def sequenced() -> None:
    """Order what was announced into the tree and sign it, as the worker does."""
    while forward(lambda jobs: None):
        continue
    checkpoint(at=MONDAY)


class TestJournal:
    def test_has_a_checkpoint_that_its_key_signed(self, visitor: Api) -> None:
        case("submitted")
        sequenced()

        answer, key = visitor.get("journal/checkpoint"), visitor.get("journal/key").content.decode().strip()

        assert answer.headers["Content-Type"].startswith("text/plain")
        note = answer.content.decode()
        size = JournalEntry.objects.count()
        assert verify_checkpoint(note, key).size == size
        with pytest.raises(NoteRefused):
            verify_checkpoint(note.replace(f"\n{size}\n", f"\n{size + 1}\n"), key)

    def test_proves_each_entry_and_its_own_growth(self, visitor: Api) -> None:
        key = visitor.get("journal/key").content.decode().strip()
        case("submitted")
        sequenced()
        older = verify_checkpoint(visitor.get("journal/checkpoint").content.decode(), key)
        case("reviewed")
        sequenced()
        newer = verify_checkpoint(visitor.get("journal/checkpoint").content.decode(), key)

        for index in range(newer.size):
            proof = visitor.get(f"journal/entries/{index}/proof").json()
            path = [base64.b64decode(each) for each in proof["path"]]
            leaf = base64.b64decode(proof["leaf_hash"])
            assert verify_inclusion(index, newer.size, leaf, path, newer.root)
        grown = visitor.get("journal/consistency", {"from": older.size, "to": newer.size}).json()
        path = [base64.b64decode(each) for each in grown["path"]]
        assert verify_consistency(older.size, newer.size, older.root, newer.root, path)

    def test_has_none_before_the_first_checkpoint(self, visitor: Api) -> None:
        for path in ("journal/checkpoint", "journal/entries/0/proof"):
            assert visitor.get(path).status_code == 404

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ({}, 422),
            ({"from": 1}, 422),
            ({"from": 0, "to": 1}, 422),
            ({"from": 1, "to": 2**70}, 422),
            ({"from": 2, "to": 1}, 404),
            ({"from": 1, "to": 2**62}, 404),
        ],
    )
    def test_refuses_sizes_that_it_never_had(self, visitor: Api, query: dict[str, int], status: int) -> None:
        assert visitor.get("journal/consistency", query).status_code == status

    @pytest.mark.parametrize(("index", "status"), [("-1", 422), ("x", 422), (str(2**62), 404), ("9" * 5000, 422)])
    def test_refuses_an_entry_that_it_has_not(self, visitor: Api, index: str, status: int) -> None:
        case("submitted")
        sequenced()

        assert visitor.get(f"journal/entries/{index}/proof").status_code == status
