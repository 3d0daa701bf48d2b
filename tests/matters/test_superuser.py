"""Somebody with every right on the database and the true signing key is still found, by what is kept elsewhere.

Within the house `verify-journal` finds what its own tests show. Here everything that could give a change away inside
is changed with it: entries, hashes, places, tiles, checkpoints and their signatures, and the matters.
"""

import pathlib
from typing import Any

import pytest
from django.conf import settings

from tests.matters.errand import MONDAY
from tests.matters.journal import OTHER, act, journal, owner, seal, superuser
from tongban.kernel.rules.note_files import notes_in
from tongban.kernel.rules.signed_note import sign_checkpoint
from tongban.kernel.rules.tiles import Edge
from tongban.kernel.signing import journal_key
from tongban.matters.actions.mirror import mirror_checkpoints
from tongban.matters.models import Checkpoint, JournalEntry
from tongban.matters.queries import verification
from tongban.matters.queries.recorded import recorded
from tongban.matters.queries.verification import Verdict, verify_journal
from tongban.parties.models import Authority

__all__ = ["owner"]


@pytest.fixture
def mirror(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    path = tmp_path / "checkpoints"
    monkeypatch.setattr(settings, "CHECKPOINT_FILE", str(path), raising=False)
    return path


@pytest.fixture(autouse=True)
def _in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the nine entries come in several batches, as ten million do."""
    monkeypatch.setattr(verification, "BATCH", 2)


def alone() -> Verdict:
    return verify_journal(journal_key().vkey)


def against(mirror: pathlib.Path) -> Verdict:
    return verify_journal(journal_key().vkey, mirror=mirror)


def grow(owner: Authority, mirror: pathlib.Path) -> str:
    """Write a journal of nine entries with checkpoints at 3, 6 and 9, mirrored one by one."""
    number = journal(owner, 3)
    mirror_checkpoints()
    for _turn in range(2):
        act(number, "note", "note", "note", owner=owner)
        seal()
        mirror_checkpoints()
    return number


def cover_up(cursor: Any, sizes: list[int]) -> None:
    """Make all that is stored fit the entries and places as they are now, and sign it with the true key."""
    entries = [entry for batch in recorded(10**6, 1000) for entry in batch]
    leaves = [entry.hashed() for entry in entries]
    for entry, leaf in zip(entries, leaves, strict=True):
        cursor.execute(
            "UPDATE matters_journal_entry e SET leaf_hash = %s FROM matters_tree_leaf l"
            " WHERE l.entry_id = e.id AND l.index = %s",
            [leaf, entry.place],
        )
    cursor.execute("DELETE FROM matters_tree_tile")
    for (level, index), hashes in Edge().append(leaves).items():
        cursor.execute("INSERT INTO matters_tree_tile VALUES (%s, %s, %s)", [level, index, hashes])
    cursor.execute("DELETE FROM matters_checkpoint")
    for size in sizes:
        edge = Edge()
        edge.append(leaves[:size])
        note = sign_checkpoint(journal_key(), size, edge.root())
        cursor.execute(
            "INSERT INTO matters_checkpoint (size, root, note, signed_at) VALUES (%s, %s, %s, %s)",
            [size, edge.root(), note, MONDAY],
        )
    cursor.execute(
        "UPDATE matters_matter m SET version = (SELECT count(*) FROM matters_journal_entry e WHERE e.matter_id = m.id)"
    )


class TestMirror:
    def test_holds_every_checkpoint_once_in_its_order(self, owner: Authority, mirror: pathlib.Path) -> None:
        grow(owner, mirror)
        assert mirror_checkpoints() == 0

        notes = list(notes_in(mirror.read_text().splitlines(keepends=True)))

        assert notes == list(Checkpoint.objects.order_by("size").values_list("note", flat=True))
        verdict = against(mirror)
        assert (verdict.findings, verdict.mirrored, verdict.checkpoints) == ([], 3, 3)

    def test_catches_up_with_what_it_missed(self, owner: Authority, mirror: pathlib.Path) -> None:
        number = journal(owner, 3)
        act(number, "note", owner=owner)
        seal()

        assert mirror_checkpoints() == 2
        assert against(mirror).whole

    def test_is_not_written_where_none_is_named(self, owner: Authority, mirror: pathlib.Path) -> None:
        journal(owner, 3)
        settings.CHECKPOINT_FILE = ""

        assert mirror_checkpoints() == 0
        assert not mirror.exists()

    def test_may_be_behind_and_may_grow_meanwhile(self, owner: Authority, mirror: pathlib.Path) -> None:
        number = grow(owner, mirror)

        def work(count: int) -> None:
            act(number, "note", owner=owner)
            seal()
            mirror_checkpoints()

        verdict = verify_journal(journal_key().vkey, work, mirror=mirror)

        assert (verdict.findings, verdict.mirrored) == ([], 3)

    @pytest.mark.parametrize(
        ("old", "new", "finding"),
        [
            ("\n6\n", "\n7\n", "镜像第 2 个检查点的签名不对"),
            ("\n\n— ", "\n— ", "镜像文件不完整"),
        ],
    )
    def test_that_was_changed_itself_is_found(
        self, owner: Authority, mirror: pathlib.Path, old: str, new: str, finding: str
    ) -> None:
        grow(owner, mirror)
        mirror.write_text(mirror.read_text().replace(old, new))

        assert any(each.startswith(finding) for each in against(mirror).findings)


class TestSuperuser:
    @pytest.mark.parametrize(
        "change",
        [
            "verb = 'close'",
            "from_state = 'closed'",
            "sequence = 40",
            'actor = \'{"name": "丙"}\'',
            "source = 'api'",
            "facts = '{\"bribed\": true}'",
            "occurred_at = occurred_at - interval '1 microsecond'",
            "recorded_at = recorded_at + interval '1 day'",
        ],
    )
    def test_who_changes_an_entry_and_all_that_hangs_on_it_is_found(
        self, owner: Authority, mirror: pathlib.Path, change: str
    ) -> None:
        grow(owner, mirror)

        with superuser() as cursor:
            cursor.execute(f"UPDATE matters_journal_entry SET {change} WHERE sequence = 5")
            cover_up(cursor, [3, 6, 9])

        if "sequence" not in change:
            assert alone().findings == []
        # The checkpoint before the change still holds.
        assert [each for each in against(mirror).findings if "镜像" in each] == [
            "镜像中检查点 6 的根哈希与日志不符",
            "镜像中检查点 9 的根哈希与日志不符",
        ]

    def test_who_gives_a_matter_another_number_is_found(self, owner: Authority, mirror: pathlib.Path) -> None:
        grow(owner, mirror)

        with superuser() as cursor:
            cursor.execute("UPDATE matters_matter SET number = 'E999999'")
            cover_up(cursor, [3, 6, 9])

        assert alone().findings == []
        assert len(against(mirror).findings) == 3

    def test_who_deletes_an_entry_and_closes_the_gap_is_found(self, owner: Authority, mirror: pathlib.Path) -> None:
        grow(owner, mirror)

        with superuser() as cursor:
            cursor.execute("DELETE FROM matters_tree_leaf WHERE index = 1")
            cursor.execute("DELETE FROM matters_journal_entry WHERE sequence = 2")
            cursor.execute("UPDATE matters_tree_leaf SET index = -index WHERE index > 1")
            cursor.execute("UPDATE matters_tree_leaf SET index = -index - 1 WHERE index < 0")
            cursor.execute("UPDATE matters_journal_entry SET sequence = -sequence WHERE sequence > 2")
            cursor.execute("UPDATE matters_journal_entry SET sequence = -sequence - 1 WHERE sequence < 0")
            cover_up(cursor, [3, 6, 8])

        assert alone().findings == []
        assert against(mirror).findings == [
            "镜像中检查点 3 的根哈希与日志不符",
            "镜像中检查点 6 的根哈希与日志不符",
            "镜像中的检查点记有 9 条，日志只有 8 条",
        ]

    def test_who_reorders_two_entries_is_found(self, owner: Authority, mirror: pathlib.Path) -> None:
        grow(owner, mirror)

        with superuser() as cursor:
            cursor.execute("ALTER TABLE matters_tree_leaf DROP CONSTRAINT matters_tree_leaf_entry_id_key CASCADE")
            cursor.execute(
                "UPDATE matters_tree_leaf l SET entry_id = o.entry_id FROM matters_tree_leaf o"
                " WHERE l.index IN (4, 5) AND o.index = 9 - l.index"
            )
            cover_up(cursor, [3, 6, 9])

        assert alone().findings == []
        assert len(against(mirror).findings) == 2

    def test_who_cuts_off_the_end_with_its_checkpoints_is_found(self, owner: Authority, mirror: pathlib.Path) -> None:
        grow(owner, mirror)

        with superuser() as cursor:
            cursor.execute("DELETE FROM matters_tree_leaf WHERE index >= 6")
            cursor.execute("DELETE FROM matters_journal_entry WHERE sequence > 6")
            cursor.execute("DELETE FROM matters_checkpoint WHERE size > 6")
            cursor.execute("UPDATE matters_tree_tile SET hashes = substring(hashes FROM 1 FOR 6 * 32)")
            cursor.execute("UPDATE matters_matter SET version = 6")

        assert alone().findings == []
        assert against(mirror).findings == ["镜像中的检查点记有 9 条，日志只有 6 条"]

    def test_who_lets_it_grow_again_after_that_is_found(self, owner: Authority, mirror: pathlib.Path) -> None:
        number = grow(owner, mirror)

        with superuser() as cursor:
            cursor.execute("DELETE FROM matters_tree_leaf WHERE index >= 6")
            cursor.execute("DELETE FROM matters_journal_entry WHERE sequence > 6")
            cursor.execute("UPDATE matters_matter SET version = 6")
            cover_up(cursor, [3, 6])
        act(number, "note", "pause", "resume", "note", owner=owner)
        seal()
        # What the forked house mirrors now stands after what the true one did.
        assert mirror_checkpoints() == 1

        assert alone().findings == []
        assert "镜像中检查点 9 的根哈希与日志不符" in against(mirror).findings

    def test_who_inserts_an_entry_and_makes_room_is_found(self, owner: Authority, mirror: pathlib.Path) -> None:
        grow(owner, mirror)

        with superuser() as cursor:
            cursor.execute("UPDATE matters_tree_leaf SET index = -index WHERE index > 4")
            cursor.execute("UPDATE matters_tree_leaf SET index = 1 - index WHERE index < 0")
            entry = JournalEntry.objects.get(sequence=9)
            entry.pk, entry.sequence = None, 10
            entry.save()
            cursor.execute("INSERT INTO matters_tree_leaf VALUES (5, %s)", [entry.pk])
            cover_up(cursor, [3, 6, 9, 10])

        assert alone().findings == []
        assert against(mirror).findings == [
            "镜像中检查点 6 的根哈希与日志不符",
            "镜像中检查点 9 的根哈希与日志不符",
        ]

    def test_who_forks_the_whole_journal_under_the_true_key_is_found(
        self, owner: Authority, mirror: pathlib.Path
    ) -> None:
        grow(owner, mirror)

        with superuser() as cursor:
            cursor.execute("UPDATE matters_journal_entry SET recorded_at = recorded_at + interval '1 hour'")
            cover_up(cursor, [3, 6, 9])

        assert alone().findings == []
        assert len(against(mirror).findings) == 3

    def test_who_takes_a_checkpoint_away_is_found(self, owner: Authority, mirror: pathlib.Path) -> None:
        grow(owner, mirror)

        with superuser() as cursor:
            cursor.execute("DELETE FROM matters_checkpoint WHERE size = 6")

        assert alone().findings == []
        assert against(mirror).findings == ["镜像中的检查点 6 在数据库中已不存在"]

    @pytest.mark.parametrize(
        ("change", "finding"),
        [
            (f"UPDATE matters_tree_tile SET hashes = {OTHER(tile='hashes', place=99)}", "位置不符"),
            ("UPDATE matters_tree_tile SET hashes = substring(hashes FROM 1 FOR 8 * 32)", "位置不符"),
            ("UPDATE matters_tree_tile SET hashes = hashes || substring(hashes FROM 1 FOR 32)", "瓦片应有"),
            ("DELETE FROM matters_tree_tile", "位置不符"),
            ("INSERT INTO matters_tree_tile VALUES (1, 0, sha256('x'))", "第 1 层瓦片应有 0 个"),
            ("INSERT INTO matters_tree_tile VALUES (0, 7, sha256('x'))", "瓦片应有"),
        ],
    )
    def test_who_changes_tiles_is_found_within_the_house(
        self, owner: Authority, mirror: pathlib.Path, change: str, finding: str
    ) -> None:
        grow(owner, mirror)

        with superuser() as cursor:
            cursor.execute(change)

        assert any(finding in each for each in alone().findings)
