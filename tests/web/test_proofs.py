"""A citizen proves their own decision, and anybody checks such a proof, by page and by API."""

import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.client import api_of
from tests.api.test_journal import sequenced
from tests.cases.factory import case
from tests.city import STORY
from tests.web.pages import check
from tongban.cli.__main__ import main
from tongban.matters.models import JournalEntry
from tongban.matters.queries.evidence import evidence_so_far

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
            assert f"日志第 {entry.leaf.index} 条" in text
            assert bytes(entry.leaf_hash).hex() in text
        assert "这个检查点还没有见证人联署" in text

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
        assert f"第 {len(told['entries'])} 条不在签名的日志里：内容或位置被改动过" in text

    @pytest.mark.parametrize("data", ["{", "[]", '{"format": "tongban-proof/1"}', "<script>alert(1)</script>", "\x00"])
    def test_says_what_is_no_proof(self, client: Client, data: str) -> None:
        text = check(client.post("/verify/proof", {"text": data}))

        assert "这份证明不能采信" in text
        assert "<script>alert" not in text

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
