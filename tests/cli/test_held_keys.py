"""A house that came back without its keys makes none in their place, and does not go on."""

import pathlib

import pytest
from django.conf import settings

from tests.matters.errand import authority, clerk, errand
from tongban.cli.environment import CommandTrouble
from tongban.cli.held_keys import missing_keys, published_key_of_journal, refuse_missing_keys
from tongban.kernel import clock
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.kernel.actions.note_sealing_keys import note_sealing_keys
from tongban.kernel.outbox import forward
from tongban.kernel.sealing.ring import SealingKey, look_again, ring_file
from tongban.matters import queries
from tongban.matters.actions.sequence import checkpoint
from tongban.matters.lifecycle import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database in which something was sealed and the journal signed, with the keys of the tests' home."""
    from tests.matters.errand import ERRAND

    monkeypatch.setitem(KINDS, ERRAND.code, ERRAND)
    queries._sql.cache_clear()
    load_calendar()
    note_sealing_keys(at=clock.now())
    owner = authority()
    assert clerk(owner)
    errand(owner)
    while forward(lambda jobs: None):
        continue
    assert checkpoint(at=clock.now()) is not None


class TestMissingKeys:
    def test_are_none_where_all_are_held(self, used: None) -> None:
        assert list(missing_keys()) == []

    def test_are_none_in_a_new_house(self, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "HOME", tmp_path)

        assert list(missing_keys()) == []

    def test_are_named_and_not_made(self, used: None, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "HOME", tmp_path)

        named = " ".join(danger.en for danger in missing_keys())

        assert "sealing-keys" in named
        assert "journal-key.pem" in named
        assert list(tmp_path.iterdir()) == []
        with pytest.raises(CommandTrouble, match="is not held"):
            refuse_missing_keys()
        with pytest.raises(CommandTrouble, match=r"journal is not held: put .*journal-key.pem there, or name"):
            published_key_of_journal()
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("others", [True, False])
    def test_are_told_of_others_and_of_what_is_no_key(
        self, used: None, others: bool, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fresh, held = SealingKey.fresh(), look_again().in_use.name
        (tmp_path / "keys").mkdir()
        (tmp_path / "keys" / "sealing-keys").write_text(f"{fresh.name} {fresh.written}" if others else "no key")
        monkeypatch.setattr(settings, "HOME", tmp_path)

        first, *_ = (danger.en for danger in missing_keys())

        assert (held if others else "key 1") in first
        with pytest.raises(CommandTrouble):
            refuse_missing_keys()

    def test_are_told_of_another_journals_key(
        self, used: None, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from tongban.kernel.signing import journal_key

        (tmp_path / "keys").mkdir()
        (tmp_path / "keys" / "sealing-keys").write_text(ring_file().read_text())
        monkeypatch.setattr(settings, "HOME", tmp_path)
        journal_key()

        assert ["journal-key.pem" in danger.en for danger in missing_keys()] == [True]

    def test_are_those_that_a_proof_of_the_journal_asks_for(
        self, used: None, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from tongban.kernel.signing import journal_key

        ours = journal_key().vkey
        assert published_key_of_journal() == ours
        monkeypatch.setattr(settings, "HOME", tmp_path)
        (tmp_path / "keys").mkdir()
        others = journal_key().vkey

        # A checkpoint by another key is what a proof has to find, and no reason not to look.
        assert published_key_of_journal() == others != ours
