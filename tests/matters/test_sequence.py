"""Entries get their places in the Merkle tree, and anybody can prove them."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.matters.errand import MONDAY, authority, errand
from tests.matters.journal import OTHER, TABLES, act, journal, owner, seal, superuser
from tests.matters.test_two_at_once import race
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.kernel.errors import NotFound
from tongban.kernel.outbox import Announced, announce, forward, waiting
from tongban.kernel.rules.merkle import EMPTY_ROOT, node_hash, verify_consistency, verify_inclusion
from tongban.kernel.rules.signed_note import NoteRefused, verify_checkpoint
from tongban.kernel.signing import journal_key
from tongban.matters.actions.sequence import Contradicted, checkpoint, sequence
from tongban.matters.models import Checkpoint, JournalEntry, TreeLeaf, TreeTile
from tongban.matters.queries.journal import latest_checkpoint, prove_consistency, prove_inclusion, tree_size
from tongban.parties.models import Authority

__all__ = ["owner"]

ROUNDS = 20


def tiles() -> dict[tuple[int, int], bytes]:
    return {(level, index): bytes(hashes) for level, index, hashes in TreeTile.objects.values_list()}


def leaves() -> list[tuple[int, int]]:
    return list(TreeLeaf.objects.order_by("index").values_list("index", "entry_id"))


class TestSequence:
    def test_places_entries_one_after_the_other_as_they_were_announced(self, owner: Authority) -> None:
        first, second = errand(owner).number, errand(owner).number
        act(first, "start", owner=owner)
        act(second, "start", "note", owner=owner)

        assert seal() == 5

        said = list(JournalEntry.objects.order_by("id").values_list("pk", flat=True))
        assert leaves() == list(enumerate(said))
        hashes = dict(JournalEntry.objects.values_list("pk", "leaf_hash"))
        assert tiles() == {(0, 0): b"".join(bytes(hashes[entry]) for _index, entry in leaves())}

    def test_goes_on_where_it_ended(self, owner: Authority) -> None:
        number = journal(owner, 3)
        act(number, "note", "note", owner=owner)

        seal()

        assert [index for index, _entry in leaves()] == [0, 1, 2, 3, 4]
        assert {tile: len(hashes) for tile, hashes in tiles().items()} == {(0, 0): 5 * 32}

    def test_begins_the_next_tile_when_one_is_full_and_puts_its_root_above_it(self, owner: Authority) -> None:
        begun = errand(owner).number
        act(begun, "start", *["note"] * 252, owner=owner)
        seal()
        assert {tile: len(hashes) // 32 for tile, hashes in tiles().items()} == {(0, 0): 254}

        act(begun, "note", "note", "note", owner=owner)
        seal()

        stored = tiles()
        assert {tile: len(hashes) // 32 for tile, hashes in stored.items()} == {(0, 0): 256, (0, 1): 1, (1, 0): 1}
        full = [stored[0, 0][at : at + 32] for at in range(0, 8192, 32)]
        while len(full) > 1:
            full = [node_hash(*full[at : at + 2]) for at in range(0, len(full), 2)]
        assert full == [stored[1, 0]]
        proof = prove_inclusion(3)
        assert verify_inclusion(3, 257, proof.leaf, proof.path, bytes(latest_checkpoint().root))

    def test_of_what_is_placed_appends_nothing(self, owner: Authority) -> None:
        journal(owner, 4)
        before = leaves(), tiles()
        batch = [Announced(0, "errand.note", entry, {}) for entry in JournalEntry.objects.values_list("pk", flat=True)]

        sequence(batch)
        sequence([*batch, *batch])

        assert (leaves(), tiles()) == before

    def test_places_an_entry_that_is_announced_twice_once(self, owner: Authority) -> None:
        entry = errand(owner).entry_id

        sequence([Announced(0, "errand.begin", entry, {}), Announced(1, "errand.begin", entry, {})])

        assert leaves() == [(0, entry)]

    def test_leaves_other_announcements_alone(self, owner: Authority) -> None:
        entry = errand(owner).entry_id
        forward(lambda jobs: None)

        announce("message.sent", {entry: {}, entry + 1: {}})

        assert seal() == 2
        assert leaves() == [(0, entry)]

    @pytest.mark.parametrize("table", TABLES)
    @pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
    def test_is_never_taken_back(self, owner: Authority, table: str, change: str) -> None:
        journal(owner, 3)
        column = {
            "matters_journal_entry": "verb",
            "matters_tree_leaf": "entry_id",
            "matters_tree_tile": "hashes",
            "matters_checkpoint": "note",
            "matters_cosignature": "line",
        }
        named = column[table]

        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change.format(table, named, named))

        assert len(leaves()) == JournalEntry.objects.count() == 3

    @pytest.mark.parametrize(
        "hashes",
        [
            "substring(hashes FROM 1 FOR 64)",
            OTHER(tile="(hashes || hashes)", place=4),
            "hashes || '\\x00'",
            "hashes || repeat('x', 8192)::bytea",
        ],
        ids=["shorter", "other", "by less than a hash", "beyond its width"],
    )
    def test_lets_a_tile_grow_and_do_nothing_else(self, owner: Authority, hashes: str) -> None:
        journal(owner, 3)
        before = tiles()

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE matters_tree_tile SET hashes = {hashes}")

        assert tiles() == before

    def test_refuses_a_second_place_for_an_entry(self, owner: Authority) -> None:
        entry = errand(owner).entry_id
        seal()

        with pytest.raises(IntegrityError), transaction.atomic():
            TreeLeaf.objects.create(index=1, entry_id=entry)

        assert leaves() == [(0, entry)]


class TestCheckpoint:
    def test_signs_the_size_and_root_for_whoever_has_the_key(self, owner: Authority) -> None:
        journal(owner, 5)

        signed = latest_checkpoint()

        said = verify_checkpoint(signed.note, journal_key().vkey)
        assert (said.origin, said.size, said.root) == (journal_key().name, 5, bytes(signed.root))
        assert signed.signed_at == MONDAY
        with pytest.raises(NoteRefused):
            verify_checkpoint(signed.note.replace("\n5\n", "\n4\n"), journal_key().vkey)

    def test_is_made_once_for_a_size(self, owner: Authority) -> None:
        journal(owner, 3)

        assert checkpoint(at=MONDAY) is None
        assert list(Checkpoint.objects.values_list("size", flat=True)) == [3]

    @pytest.mark.parametrize(
        "change",
        [
            f"UPDATE matters_tree_tile SET hashes = {OTHER(tile='hashes', place=4)}",
            "DELETE FROM matters_tree_leaf WHERE index > 0",
        ],
    )
    def test_is_not_made_of_a_tree_that_does_not_go_on_from_the_last(self, owner: Authority, change: str) -> None:
        number = journal(owner, 3)
        with superuser() as cursor:
            cursor.execute(change)
        act(number, "note", owner=owner)
        forward(lambda jobs: None)

        with pytest.raises(Contradicted):
            checkpoint(at=MONDAY)
        assert list(Checkpoint.objects.values_list("size", flat=True)) == [3]

    def test_waits_for_the_first_entry(self, owner: Authority) -> None:
        assert checkpoint(at=MONDAY) is None
        assert not Checkpoint.objects.exists()
        with pytest.raises(NotFound, match="还没有检查点，请稍后再试"):
            latest_checkpoint()


class TestProofs:
    def test_show_that_each_entry_is_in_the_newest_checkpoint(self, owner: Authority) -> None:
        journal(owner, 11)
        hashes = dict(JournalEntry.objects.values_list("leaf__index", "leaf_hash"))
        said = verify_checkpoint(latest_checkpoint().note, journal_key().vkey)

        for index in range(11):
            proof = prove_inclusion(index)
            assert (proof.index, proof.size, proof.leaf) == (index, 11, bytes(hashes[index]))
            assert proof.checkpoint == latest_checkpoint().note
            assert verify_inclusion(index, 11, proof.leaf, proof.path, said.root)
            assert not verify_inclusion(index, 11, bytes(32), proof.path, said.root)

    def test_show_that_every_checkpoint_grew_into_each_later_one(self, owner: Authority) -> None:
        number = journal(owner, 2)
        for count in (1, 3, 2):
            act(number, *["note"] * count, owner=owner)
            seal()
        roots = {size: bytes(root) for size, root in Checkpoint.objects.values_list("size", "root")}
        assert sorted(roots) == [2, 3, 6, 8]

        for first in roots:
            for second in (size for size in roots if size >= first):
                proof = prove_consistency(first, second)
                assert verify_consistency(first, second, roots[first], roots[second], proof.path)
                assert not verify_consistency(first, second, EMPTY_ROOT, roots[second], proof.path)

    @pytest.mark.parametrize("index", [-1, 3, 10**12])
    def test_of_inclusion_are_for_places_within_the_checkpoint(self, owner: Authority, index: int) -> None:
        number = journal(owner, 3)
        act(number, "note", owner=owner)
        forward(lambda jobs: None)
        assert tree_size() == 4

        with pytest.raises(NotFound):
            prove_inclusion(index)

    @pytest.mark.parametrize(("first", "second"), [(0, 3), (-1, 3), (2, 4), (3, 2), (10**12, 10**12)])
    def test_of_consistency_are_for_sizes_that_the_journal_had(self, owner: Authority, first: int, second: int) -> None:
        journal(owner, 3)

        with pytest.raises(NotFound):
            prove_consistency(first, second)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_who_seal_leave_one_tree_and_one_checkpoint_a_size(self) -> None:
        load_calendar()
        owner = authority()
        number = errand(owner).number
        act(number, "start", owner=owner)
        for _turn in range(ROUNDS):
            act(number, "note", "note", owner=owner)

            results = race(seal, seal)

            assert all(isinstance(each, int) for each in results), results
        assert waiting() == 0
        assert [index for index, _entry in leaves()] == list(range(2 + 2 * ROUNDS))
        for signed in Checkpoint.objects.all():
            assert verify_checkpoint(signed.note, journal_key().vkey).size == signed.size
