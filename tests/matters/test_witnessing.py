"""The doctor tells whether others still see and hold the journal."""

import datetime as dt
import pathlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from tests.matters.errand import MONDAY
from tests.matters.journal import act, journal, owner, seal
from tongban.cli.journal_diagnosis import about_mirror, about_witnesses
from tongban.kernel.rules.note_files import NoteFile
from tongban.kernel.rules.signed_note import Cosigner
from tongban.matters.actions.ask_witnesses import ask_witnesses
from tongban.matters.actions.mirror import mirror_checkpoints
from tongban.matters.ports import WitnessAnswer, WitnessAway, use_witnesses
from tongban.parties.models import Authority

__all__ = ["owner"]


class Witness:
    """A witness in this process: it co-signs whatever comes, or is away."""

    def __init__(self) -> None:
        self.cosigner = Cosigner("witness.example", Ed25519PrivateKey.generate())
        self.verifier, self.away = self.cosigner.verifier, False

    def add_checkpoint(self, body: bytes) -> WitnessAnswer:
        if self.away:
            raise WitnessAway("ConnectError")
        text = body.decode().split("\n\n")[1] + "\n"
        return WitnessAnswer(200, self.cosigner.line(text, int(MONDAY.timestamp())))


@pytest.fixture
def witness() -> object:
    made = Witness()
    use_witnesses([made])
    yield made
    use_witnesses(())


def told(*findings: object) -> list[tuple[bool, str]]:
    return [(each.well, each.zh) for each in findings]  # type: ignore[attr-defined]


class TestWitnesses:
    def test_are_well_when_they_cosign(self, owner: Authority, witness: Witness) -> None:
        journal(owner, 3)
        ask_witnesses(at=MONDAY)

        assert told(*about_witnesses(MONDAY)) == [(True, "见证人 witness.example 在联署日志")]

    def test_are_told_when_they_are_away(self, owner: Authority, witness: Witness) -> None:
        number = journal(owner, 3)
        ask_witnesses(at=MONDAY)
        act(number, "note", owner=owner)
        seal()
        witness.away = True
        ask_witnesses(at=MONDAY)

        assert told(*about_witnesses(MONDAY)) == [
            (False, "见证人 witness.example 没有联署日志（落后 1 条）：ConnectError")
        ]

    def test_are_told_when_nobody_asks_them(self, owner: Authority, witness: Witness) -> None:
        number = journal(owner, 3)
        ask_witnesses(at=MONDAY)
        act(number, "note", owner=owner)
        seal()

        assert told(*about_witnesses(MONDAY + dt.timedelta(minutes=9)))[0][0]
        assert not told(*about_witnesses(MONDAY + dt.timedelta(minutes=11)))[0][0]


class TestMirror:
    def test_is_told_by_how_far_it_is_behind(
        self, owner: Authority, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert told(*about_mirror()) == []
        monkeypatch.setattr(settings, "CHECKPOINT_FILE", str(tmp_path / "checkpoints"), raising=False)
        journal(owner, 3)
        assert told(*about_mirror()) == [(True, "检查点文件落后 3 条")]

        mirror_checkpoints()

        assert told(*about_mirror()) == [(True, "检查点文件落后 0 条")]

    def test_is_asked_without_waiting_for_who_writes_it_and_without_a_change(
        self, owner: Authority, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "checkpoints"
        monkeypatch.setattr(settings, "CHECKPOINT_FILE", str(path), raising=False)
        journal(owner, 3)
        mirror_checkpoints()
        with NoteFile(path):
            before = path.read_bytes() + b"half a not"
            path.write_bytes(before)

            assert told(*about_mirror()) == [(True, "检查点文件落后 0 条")]

        assert path.read_bytes() == before

    def test_is_told_when_it_knows_more_than_the_database(
        self, owner: Authority, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from tests.matters.test_witnesses import forked

        monkeypatch.setattr(settings, "CHECKPOINT_FILE", str(tmp_path / "checkpoints"), raising=False)
        journal(owner, 5)
        mirror_checkpoints()
        forked(4)

        assert told(*about_mirror())[0][1].startswith("检查点文件比数据库多 1 条")

    def test_is_told_when_it_cannot_be_used(
        self, owner: Authority, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "CHECKPOINT_FILE", str(tmp_path), raising=False)
        journal(owner, 3)

        assert not told(*about_mirror())[0][0]
