"""Verification without the register: by the published keys and the signed list of what has ended."""

import json
import pathlib
import random
from typing import Any

import pytest

from tests.city import DAY, MONDAY, actor
from tests.clock import FrozenClock
from tests.licences.factory import licence
from tongban.cli.__main__ import main
from tongban.kernel import files, signing
from tongban.licences.actions import suspend
from tongban.licences.actions.copies import make_copy, take_back
from tongban.licences.queries import verify_file
from tongban.licences.queries.ended import ended_list
from tongban.licences.rules.ended import read_ended

PLACES = 60


@pytest.fixture(autouse=True)
def a_day_of_validity(monkeypatch: pytest.MonkeyPatch) -> None:
    FrozenClock(monkeypatch, MONDAY)


def copy_of(identifier: str) -> Any:
    return make_copy(identifier=identifier, purpose="贷款", user_name="某银行", actor=actor("applicant"), at=MONDAY)


class TestEndedList:
    def test_names_files_by_their_hash_and_nobody(self) -> None:
        fine, gone = licence(), licence()
        suspend(identifier=gone.identifier, reason="检查", actor=actor("decider"), at=MONDAY)
        copy, taken = copy_of(fine.identifier), copy_of(fine.identifier)
        take_back(number=taken.number, actor=actor("applicant"), at=MONDAY)

        note = ended_list(MONDAY + DAY)

        ended = read_ended(note, signing.journal_key().vkey)
        assert ended.at == MONDAY + DAY
        assert (ended.states[gone.sha256], ended.states[taken.sha256]) == ("suspended", "revoked")
        assert fine.sha256 not in ended.states
        assert copy.sha256 not in ended.states
        assert gone.identifier not in note

    def test_is_refused_with_a_changed_line(self) -> None:
        gone = licence()
        suspend(identifier=gone.identifier, reason="检查", actor=actor("decider"), at=MONDAY)
        note = ended_list(MONDAY)

        with pytest.raises(ValueError, match="not signed"):
            read_ended(note.replace(gone.sha256, "0" * 64), signing.journal_key().vkey)


class TestCommand:
    @pytest.fixture
    def given(self, tmp_path: pathlib.Path) -> dict[str, pathlib.Path]:
        issued = licence()
        paths = {name: tmp_path / name for name in ("licence.pdf", "keys.json", "ended.txt")}
        paths["licence.pdf"].write_bytes(files.read(issued.sha256))
        paths["keys.json"].write_text(json.dumps(signing.published_keys(at=MONDAY)))
        paths["ended.txt"].write_text(ended_list(MONDAY))
        suspend(identifier=issued.identifier, reason="检查", actor=actor("decider"), at=MONDAY)
        paths["later.txt"] = tmp_path / "later.txt"
        paths["later.txt"].write_text(ended_list(MONDAY + DAY))
        return paths

    def test_believes_a_file_until_the_list_says_otherwise(
        self, given: dict[str, pathlib.Path], capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked = ["verify-licence", str(given["licence.pdf"]), "--keys", str(given["keys.json"])]

        codes = [main(asked)]
        codes += [main([*asked, "--ended", str(given[name])]) for name in ("ended.txt", "later.txt")]

        assert codes == [0, 0, 2]
        assert "暂扣" in capsys.readouterr().out

    def test_finds_a_changed_byte_and_a_wrong_list(
        self, given: dict[str, pathlib.Path], capsys: pytest.CaptureFixture[str]
    ) -> None:
        data = bytearray(given["licence.pdf"].read_bytes())
        data[1000] ^= 1
        changed = given["licence.pdf"].with_name("changed.pdf")
        changed.write_bytes(bytes(data))
        asked = ["verify-licence", "--keys", str(given["keys.json"])]

        assert main([*asked, str(changed)]) == 2
        assert main([*asked, str(given["licence.pdf"]), "--ended", str(given["keys.json"])]) == 2
        assert main(["verify-licence", str(given["licence.pdf"]), "--keys", str(changed)]) == 2
        assert main(["verify-licence", "/nowhere.pdf"]) == 2


def test_no_byte_of_a_copy_is_unguarded() -> None:
    made, dice = copy_of(licence().identifier), random.Random(20260309)
    data = files.read(made.sha256)
    assert verify_file(data).outcome == "genuine_copy"

    for place in (0, len(data) - 1, *dice.sample(range(len(data)), PLACES)):
        changed = bytearray(data)
        changed[place] ^= 1 << dice.randrange(8)
        assert not verify_file(bytes(changed)).genuine, f"a changed byte at {place} was not found"
