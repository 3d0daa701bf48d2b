"""Whatever somebody with every right on the database changes of the journal is found, and said in a sentence."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from tests.matters.errand import MONDAY, errand
from tests.matters.journal import act, journal, owner, seal, superuser
from tongban.kernel.outbox import forward
from tongban.kernel.rules.merkle import EMPTY_ROOT
from tongban.kernel.rules.signed_note import NoteSigner, sign_checkpoint
from tongban.kernel.rules.tiles import Edge
from tongban.kernel.signing import journal_key
from tongban.matters.actions.sequence import checkpoint
from tongban.matters.models import Checkpoint, JournalEntry
from tongban.matters.queries import verification
from tongban.matters.queries.verification import Verdict, verify_journal
from tongban.matters.rules.entries import entry_hash
from tongban.parties.models import Authority

__all__ = ["owner"]


def verify() -> Verdict:
    return verify_journal(journal_key().vkey)


@pytest.fixture(params=[2000, 2], ids=["in one batch", "in batches of two"])
def batches(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "BATCH", request.param)


@pytest.mark.usefixtures("batches")
class TestUntouched:
    def test_journal_is_whole(self, owner: Authority) -> None:
        number = journal(owner, 7)
        act(number, "note", owner=owner)
        seal()
        act(number, "note", owner=owner)
        read: list[int] = []

        verdict = verify_journal(journal_key().vkey, read.append)

        assert verdict.findings == []
        assert (verdict.entries, verdict.leaves, verdict.waiting, verdict.checkpoints) == (9, 8, 1, 2)
        assert verdict.root == bytes(Checkpoint.objects.get(size=8).root)
        assert sum(read) == 8

    def test_journal_without_entries_is_whole(self, owner: Authority) -> None:
        verdict = verify()

        assert (verdict.whole, verdict.leaves, verdict.root) == (True, 0, EMPTY_ROOT)


@pytest.mark.usefixtures("batches")
class TestEntries:
    @pytest.mark.parametrize(
        "change",
        [
            "verb = 'close'",
            "to_state = 'closed'",
            'actor = \'{"name": "丙"}\'',
            "source = 'api'",
            "facts = '{\"bribed\": true}'",
            "occurred_at = occurred_at - interval '1 microsecond'",
            "recorded_at = recorded_at + interval '1 day'",
        ],
    )
    def test_that_were_changed_are_named(self, owner: Authority, change: str) -> None:
        number = journal(owner)

        with superuser() as cursor:
            cursor.execute(f"UPDATE matters_journal_entry SET {change} WHERE sequence = 3")

        verb = JournalEntry.objects.get(sequence=3).verb
        assert verify().findings == [
            f"第 3 条（{number} 的 {verb}）与其哈希不符",
            "第 3 条与日志树中它的位置不符",
            "检查点 5 的根哈希与日志不符",
        ]

    def test_that_were_changed_with_the_whole_tree_are_found_by_the_checkpoint(self, owner: Authority) -> None:
        journal(owner)
        entry = JournalEntry.objects.select_related("matter").get(sequence=3)
        forged = entry_hash(
            number=entry.matter.number,
            sequence=3,
            verb=entry.verb,
            from_state=entry.from_state,
            to_state=entry.to_state,
            actor={"name": "丙"},
            source=entry.source,
            occurred_at=entry.occurred_at,
            recorded_at=entry.recorded_at,
            facts=entry.facts,
        )

        with superuser() as cursor:
            cursor.execute(
                'UPDATE matters_journal_entry SET actor = \'{"name": "丙"}\', leaf_hash = %s WHERE id = %s',
                [forged, entry.pk],
            )
            hashes = dict(JournalEntry.objects.values_list("leaf__index", "leaf_hash"))
            leaves = [bytes(hashes[index]) for index in range(5)]
            for (level, index), value in Edge().append(leaves).items():
                cursor.execute(
                    "UPDATE matters_tree_tile SET hashes = %s WHERE level = %s AND index = %s", [value, level, index]
                )

        assert verify().findings == ["检查点 5 的根哈希与日志不符"]

    @pytest.mark.parametrize("sequence", [1, 3, 5])
    def test_that_were_deleted_are_missed_wherever_they_were(self, owner: Authority, sequence: int) -> None:
        number = journal(owner)

        with superuser() as cursor:
            cursor.execute("DELETE FROM matters_journal_entry WHERE sequence = %s", [sequence])

        assert verify().findings == [f"日志树缺少第 {sequence} 条", f"{number} 应有 5 条记录，实有 4 条"]

    @pytest.mark.parametrize("sequence", [1, 3])
    def test_that_were_deleted_with_their_place_are_missed(self, owner: Authority, sequence: int) -> None:
        number = journal(owner)

        with superuser() as cursor:
            cursor.execute("DELETE FROM matters_tree_leaf WHERE index = %s", [sequence - 1])
            cursor.execute("DELETE FROM matters_journal_entry WHERE sequence = %s", [sequence])

        assert verify().findings == [f"日志树缺少第 {sequence} 条", f"{number} 应有 5 条记录，实有 4 条"]

    def test_that_were_all_deleted_are_missed(self, owner: Authority) -> None:
        number = journal(owner)

        with superuser() as cursor:
            cursor.execute("DELETE FROM matters_tree_leaf")
            cursor.execute("DELETE FROM matters_journal_entry")

        assert verify().findings == ["检查点记有 5 条，日志只有 0 条", f"{number} 应有 5 条记录，实有 0 条"]

    def test_that_no_step_wrote_are_named(self, owner: Authority) -> None:
        number = journal(owner)
        entry = JournalEntry.objects.get(sequence=5)
        entry.pk, entry.sequence = None, 6
        entry.leaf_hash = entry_hash(
            number=number,
            sequence=6,
            verb=entry.verb,
            from_state=entry.from_state,
            to_state=entry.to_state,
            actor=entry.actor,
            source=entry.source,
            occurred_at=entry.occurred_at,
            recorded_at=entry.recorded_at,
            facts=entry.facts,
        )

        entry.save()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE matters_matter SET version = 6")

        assert verify().findings == [f"{number} 的第 6 条（note）不是由办理写入的"]

    def test_that_wait_for_their_place_are_checked_too(self, owner: Authority) -> None:
        number = errand(owner).number

        with superuser() as cursor:
            cursor.execute("UPDATE matters_journal_entry SET source = 'api'")

        assert verify().findings == [f"未入树的 {number} 的 begin 与其哈希不符"]


@pytest.mark.usefixtures("batches")
class TestTree:
    def test_whose_places_were_swapped_is_found(self, owner: Authority) -> None:
        journal(owner)

        with superuser() as cursor:
            cursor.execute("ALTER TABLE matters_tree_leaf DROP CONSTRAINT matters_tree_leaf_entry_id_key CASCADE")
            cursor.execute(
                "UPDATE matters_tree_leaf l SET entry_id = o.entry_id FROM matters_tree_leaf o"
                " WHERE l.index IN (1, 3) AND o.index = 4 - l.index"
            )

        assert verify().findings == [
            "第 2 条与日志树中它的位置不符",
            "第 4 条与日志树中它的位置不符",
            "检查点 5 的根哈希与日志不符",
        ]

    def test_whose_tail_was_cut_off_under_a_checkpoint_is_found(self, owner: Authority) -> None:
        journal(owner, 3)
        number = journal(owner, 4)

        with superuser() as cursor:
            cursor.execute("DELETE FROM matters_tree_leaf WHERE index >= 5")
            cursor.execute("UPDATE matters_tree_tile SET hashes = substring(hashes FROM 1 FOR 5 * 32)")
            cursor.execute(
                "DELETE FROM matters_journal_entry WHERE sequence > 2 AND matter_id = "
                "(SELECT id FROM matters_matter WHERE number = %s)",
                [number],
            )
            cursor.execute("UPDATE matters_matter SET version = 2 WHERE number = %s", [number])

        assert verify().findings == ["检查点记有 7 条，日志只有 5 条"]

    def test_whose_inner_nodes_were_changed_is_found(self, owner: Authority) -> None:
        journal(owner, 257)

        with superuser() as cursor:
            cursor.execute("UPDATE matters_tree_tile SET hashes = %s WHERE level = 1", [bytes(32)])

        (finding,) = verify().findings
        assert finding.startswith("日志树的内部节点与记录不符")

    def test_whose_tiles_hold_more_than_its_entries_is_found(self, owner: Authority) -> None:
        journal(owner)

        with superuser() as cursor:
            cursor.execute("UPDATE matters_tree_tile SET hashes = hashes || %s", [bytes(32)])

        assert verify().findings == ["日志树第 0 层瓦片应有 5 个哈希，实有 6 个"]

    def test_with_a_place_far_beyond_the_others_is_found_at_once(self, owner: Authority) -> None:
        journal(owner)

        with superuser() as cursor:
            cursor.execute("UPDATE matters_tree_leaf SET index = %s WHERE index = 4", [10**15])

        assert verify().findings == [
            f"日志树从第 5 条起缺失，之后的第 {10**15 + 1} 条起不再核对",
            "检查点记有 5 条，日志只有 4 条",
        ]


class TestCheckpoints:
    def test_signed_by_another_key_are_named(self, owner: Authority) -> None:
        journal(owner)
        true = Checkpoint.objects.get()
        forger = NoteSigner(journal_key().name, Ed25519PrivateKey.generate())

        with superuser() as cursor:
            cursor.execute("UPDATE matters_checkpoint SET note = %s", [sign_checkpoint(forger, 5, bytes(true.root))])

        (finding,) = verify().findings
        assert finding.startswith("检查点 5 的签名不对：")

    def test_whose_text_was_changed_are_named(self, owner: Authority) -> None:
        journal(owner)

        with superuser() as cursor:
            cursor.execute("UPDATE matters_checkpoint SET note = replace(note, E'\\n5\\n', E'\\n4\\n')")

        (finding,) = verify().findings
        assert finding.startswith("检查点 5 的签名不对：")

    def test_moved_to_another_size_are_named(self, owner: Authority) -> None:
        journal(owner)

        with superuser() as cursor:
            cursor.execute("UPDATE matters_checkpoint SET size = 4")

        assert verify().findings == ["检查点 4 的根哈希与日志不符"]

    def test_are_worth_nothing_under_another_citys_key(self, owner: Authority) -> None:
        journal(owner)

        verdict = verify_journal(NoteSigner("elsewhere", Ed25519PrivateKey.generate()).verifier.vkey)

        assert len(verdict.findings) == 1
        assert verdict.findings[0].startswith("检查点 5 的签名不对：")


class TestMatters:
    def test_whose_state_was_changed_are_named(self, owner: Authority) -> None:
        number = journal(owner)

        with connection.cursor() as cursor:
            cursor.execute("UPDATE matters_matter SET state = 'closed'")

        assert verify().findings == [f"{number} 的状态是 closed，日志最后记的是 running"]

    def test_whose_version_was_changed_are_named(self, owner: Authority) -> None:
        number = journal(owner)

        with connection.cursor() as cursor:
            cursor.execute("UPDATE matters_matter SET version = 4")

        assert verify().findings == [f"{number} 应有 4 条记录，实有 5 条"]


class TestFindings:
    def test_are_no_more_than_can_be_read(self, owner: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(verification, "MOST_FINDINGS", 3)
        journal(owner, 9)

        with superuser() as cursor:
            cursor.execute("UPDATE matters_journal_entry SET source = 'api'")

        verdict = verify()
        assert len(verdict.findings) == 3
        assert not verdict.whole

    def test_come_not_from_work_that_goes_on_meanwhile(self, owner: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
        number = journal(owner)

        def work(count: int) -> None:
            act(number, "note", "note", owner=owner)
            forward(lambda jobs: None)
            checkpoint(at=MONDAY)
            act(number, "note", owner=owner)

        verdict = verify_journal(journal_key().vkey, work)

        assert verdict.findings == []
