"""A citizen proves their own decision, and anybody checks such a proof, by page and by API."""

import dataclasses
import json
import pathlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import HealthCheck, given, settings

from tests.api.client import api_of
from tests.api.test_journal import sequenced
from tests.cases.factory import case
from tests.city import STORY
from tests.matters.test_proofs import CITY, made_up_proofs, proof
from tests.web.pages import check
from tongban.cases.queries.proofs import CaseProof, case_proof, proof_checked
from tongban.cli.__main__ import main
from tongban.matters.lifecycle import KINDS
from tongban.matters.models import JournalEntry
from tongban.matters.queries.evidence import evidence_so_far
from tongban.parties.rules.actor import Actor
from tongban.web.portal import proofs

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]


@pytest.fixture
def number() -> str:
    """A case that was decided, with all its steps in the journal."""
    made = case("delivered")
    sequenced()
    return made


@pytest.fixture
def mine(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["applicant"])


def downloaded(browser: Client, number: str) -> bytes:
    answer = browser.get(f"/my/cases/{number}/proof.json")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return bytes(answer.content)


class TestProofOfMine:
    def test_shows_every_step_with_its_place_and_the_verdict(self, mine: Client, number: str) -> None:
        text = check(mine.get(f"/my/cases/{number}/proof"))

        entries = JournalEntry.objects.filter(matter__number=number).select_related("leaf")
        assert "办理记录是真的，没有被改动" in text
        assert text.count("在签名的日志里") >= len(entries)
        for entry in entries:
            assert f"日志第 {entry.leaf.index + 1} 条" in text
            assert bytes(entry.leaf_hash).hex() in text
        assert "还没有独立的见证人联署" in text

    def test_promises_nothing_of_a_record_that_was_changed(
        self, mine: Client, number: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def changed(caller: Actor, of: str) -> CaseProof:
            found = case_proof(caller, of)
            data = found.file.data.replace(b"delivered", b"refused")
            return dataclasses.replace(found, checked=proof_checked(data))

        promise = "事后没有人改过、删过"
        assert promise in check(mine.get(f"/my/cases/{number}/proof"))
        monkeypatch.setattr(proofs, "case_proof", changed)

        text = check(mine.get(f"/my/cases/{number}/proof"))

        assert "这份证明不能采信" in text
        assert promise not in text
        # Only this house signed it so far.
        assert "不用相信我们" not in text

    def test_says_in_english_what_was_done(self) -> None:
        with translation.override("en"):
            alike = [move.verb for move in KINDS["case"].moves if gettext(move.past) == gettext(move.label)]
        assert alike == []

    def test_is_reached_from_the_case(self, mine: Client, number: str) -> None:
        assert f'href="/my/cases/{number}/proof"' in check(mine.get(f"/my/cases/{number}/"))

    def test_says_that_the_newest_step_is_still_being_sealed(self, mine: Client) -> None:
        number = case("submitted")
        assert "办理记录正在存证，请稍后再试" in check(mine.get(f"/my/cases/{number}/proof"), 409)
        assert mine.get(f"/my/cases/{number}/proof.json").status_code == 409

    def test_is_the_same_by_api(self, mine: Client, number: str) -> None:
        answer = api_of("applicant").get(f"cases/{number}/proof")

        assert answer.content == downloaded(mine, number)
        assert answer.headers["Content-Type"].startswith("application/json")

    def test_exists_for_nobody_else(self, as_user: SignIn, client: Client, number: str) -> None:
        stranger = as_user(STORY["people"]["stranger"])
        assert stranger.get(f"/my/cases/{number}/proof").status_code == 404
        assert stranger.get(f"/my/cases/{number}/proof.json").status_code == 404
        assert api_of("stranger").get(f"cases/{number}/proof").status_code == 404
        assert client.get(f"/my/cases/{number}/proof.json").status_code == 302
        # Who only watches sees the applicant masked, and an entry is proven whole or not at all.
        assert api_of("supervisor").get(f"cases/{number}").status_code == 200
        assert api_of("supervisor").get(f"cases/{number}/proof").status_code == 404

    def test_is_read_in_as_many_statements_however_long_it_is(self, number: str) -> None:
        short = case("submitted")
        sequenced()
        counts = set()
        for each in (short, number):
            entry = JournalEntry.objects.filter(matter__number=each).latest("sequence")
            with CaptureQueriesContext(connection) as asked:
                evidence_so_far(entry.matter_id, entry.sequence)
            counts.add(len(asked))
        assert counts == {6}


class TestVerify:
    def test_says_to_anybody_that_a_file_holds(self, mine: Client, client: Client, number: str) -> None:
        data = downloaded(mine, number)

        with CaptureQueriesContext(connection) as asked:
            text = check(client.post("/verify/proof", {"file": SimpleUploadedFile("proof.json", data)}))

        assert "办理记录是真的，没有被改动" in text
        assert number in text
        assert not [each for each in asked if "matters_" in each["sql"]]
        assert "办理记录是真的" in check(client.post("/verify/proof", {"text": data.decode()}))

    def test_says_what_is_wrong_with_a_changed_one(self, mine: Client, client: Client, number: str) -> None:
        told = json.loads(downloaded(mine, number))
        told["entries"][-1]["entry"] = told["entries"][-1]["entry"].replace('"delivered"', '"refused"')
        data = json.dumps(told, ensure_ascii=False)

        text = check(client.post("/verify/proof", {"text": data}))

        assert "这份证明不能采信" in text
        assert f"第 {len(told['entries'])} 步不在签名的日志里：内容或位置被改动过" in text

    @pytest.mark.parametrize("data", ["{", "[]", '{"name": "x"}', "<script>alert(1)</script>", "\x00", "\x89PNG"])
    def test_says_what_is_no_proof(self, client: Client, data: str) -> None:
        text = check(client.post("/verify/proof", {"text": data}), 422)

        assert "这不是证明文件，请选择下载的原始文件" in text
        assert "这份证明不能采信" not in text
        assert "<script>alert" not in text

    def test_says_of_an_empty_file_that_it_is_empty(self, client: Client) -> None:
        assert "文件是空的" in check(client.post("/verify/proof", {"file": SimpleUploadedFile("proof.json", b"")}), 422)

    @pytest.mark.parametrize("name", ["format", "matter", "key", "checkpoint", "entries"])
    def test_says_of_a_proof_with_a_changed_name_that_it_was_changed(self, client: Client, name: str) -> None:
        data = json.dumps(proof()).replace(f'"{name}":', f'"{name[:-1]}X":')

        assert "文件被改动过或不完整：" in check(client.post("/verify/proof", {"text": data}))

    def test_counts_a_step_as_it_counts_what_is_wrong_with_it(self, client: Client) -> None:
        told = proof()
        told["entries"][1]["index"] = 131

        text = check(client.post("/verify/proof", {"text": json.dumps(told), "key": CITY.vkey}))

        assert "第 2 步不在签名的日志里" in text
        assert "第 2 步 · " in text
        assert "日志第 132 条" in text

    def test_asks_for_something_to_check(self, client: Client) -> None:
        assert "请先选择证明文件" in check(client.post("/verify/proof", {}), 422)
        check(client.get("/verify/proof"))

    def test_answers_programs_alike(self, mine: Client, client: Client, number: str) -> None:
        data = downloaded(mine, number)

        for sent, holds in ((data, True), (data.replace(b"delivered", b"refused"), False), (b"{", False)):
            answer = client.post(
                "/api/v1/journal/proofs/verification", {"file": SimpleUploadedFile("proof.json", sent)}
            )
            assert answer.status_code == 200
            told = answer.json()
            assert (told["holds"], bool(told["findings"])) == (holds, not holds)
        assert told["number"] == ""

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(data=made_up_proofs())
    def test_answers_by_every_door_whatever_is_brought(
        self, client: Client, data: bytes, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for key in ("", CITY.vkey):
            brought = [
                client.post(address, {"file": SimpleUploadedFile("proof.json", data), "key": key})
                for address in ("/verify/proof", "/api/v1/journal/proofs/verification")
            ]
            assert [answer.status_code for answer in brought] in ([200, 200], [422, 200])
        file = tmp_path / "proof.json"
        file.write_bytes(data)
        assert main(["verify-proof", str(file)]) in (0, 1, 2)
        capsys.readouterr().out.encode()

    def test_works_offline_by_command(
        self, mine: Client, number: str, tmp_path: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
    ) -> None:
        data = downloaded(mine, number)
        key = json.loads(data)["key"]
        file = tmp_path / "proof.json"  # type: ignore[operator]
        file.write_bytes(data)

        assert main(["verify-proof", str(file), "--key", key]) == 0
        assert "✓ 办理记录是真的，没有被改动" in capsys.readouterr().out
        file.write_bytes(data.replace(b"delivered", b"refused"))
        assert main(["verify-proof", str(file), "--key", key]) == 1
        assert "✗ 这份证明不能采信" in capsys.readouterr().out
        assert main(["verify-proof", str(file), "--key", "nonsense"]) == 2
        assert main(["verify-proof", str(file) + ".none"]) == 2
