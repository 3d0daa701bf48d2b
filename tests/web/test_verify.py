from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.factory import case, pdf
from tests.city import STORY, actor
from tests.web.pages import check
from tongban.cases.actions import print_document
from tongban.cases.actions.make_documents import make_documents
from tongban.cases.queries import case_page
from tongban.kernel.clock import now
from tongban.licences.actions import suspend
from tongban.licences.queries import licence_file
from tongban.matters.models import Matter
from tongban.parties.models import Authority

pytestmark = pytest.mark.usefixtures("city", "db")

BUREAU = "Guiyang Urban Management and Law Enforcement Bureau"


@pytest.fixture
def identifier() -> str:
    """A licence of the story, issued a moment ago."""
    decision = case_page(actor("applicant"), case("delivered", now()), now()).decision
    assert decision is not None
    return decision.licence_identifier


def upload(client: Client, data: bytes):  # type: ignore[no-untyped-def]
    return client.post("/verify/", {"file": SimpleUploadedFile("licence.pdf", data)})


class TestVerifyLicence:
    def test_shows_its_state_to_anybody_who_scans_it(self, client: Client, identifier: str) -> None:
        text = check(client.get(f"/verify/{identifier}"))

        assert "证照有效" in text
        assert "贵阳筑光引电电力工程有限公司（示例）" in text
        assert "挖掘城市道路许可证" in text

    def test_says_that_it_proves_nothing_once_it_is_out_of_force(
        self, client: Client, as_user: Callable[[str], Client], identifier: str
    ) -> None:
        holder = as_user(STORY["people"]["applicant"])
        before = check(holder.get(f"/my/licences/{identifier}/"))
        suspend(identifier=identifier, reason="检查", actor=actor("decider"), at=now())

        text, mine = check(client.get(f"/verify/{identifier}")), check(holder.get(f"/my/licences/{identifier}/"))

        assert "现在不能作为凭证使用" in text
        assert "“暂扣”从" in text
        assert ("这份证照现在不能用" in before, "这份证照现在不能用" in mine) == (False, True)
        assert ("给别人用" in before, "给别人用" in mine) == (True, False)

    def test_is_found_by_typing_the_identifier(self, client: Client, identifier: str) -> None:
        answer = client.get("/verify/", {"identifier": f" {identifier} "})

        assert answer.headers["Location"] == f"/verify/{identifier}"

    @pytest.mark.parametrize("typed", ["1.2.156", "x" * 120, "<b>", "1.2.156.3005.2.0.0.0"])
    def test_says_that_an_unknown_one_may_be_forged(self, client: Client, typed: str) -> None:
        text = check(client.get(f"/verify/{typed}"), 404)

        assert "没有查到这份证照" in text
        assert "<b>" not in text

    def test_counts_nothing_that_grows(
        self, client: Client, identifier: str, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        client.get(f"/verify/{identifier}")
        with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
            client.get(f"/verify/{identifier}")

    def test_names_the_issuer_in_english_as_long_as_it_is_called_what_the_licence_says(
        self, client: Client, as_user: Callable[[str], Client], identifier: str
    ) -> None:
        holder = as_user(STORY["people"]["applicant"])
        pages = {f"/verify/{identifier}": client, f"/my/licences/{identifier}/": holder, "/my/licences/": holder}

        for page, browser in pages.items():
            assert BUREAU in check(browser.get(f"{page}?lang=en"))
        Authority.objects.filter(name_en=BUREAU).update(name="贵阳市城市管理局")

        for page, browser in pages.items():
            text = check(browser.get(page))
            assert BUREAU not in text
            assert "贵阳市综合行政执法局" in text


class TestVerifyFile:
    def test_knows_the_file_that_was_issued(self, client: Client, identifier: str) -> None:
        issued = licence_file(actor("applicant"), identifier).data

        assert "文件是真的，没有被改动" in check(upload(client, issued))

    def test_finds_one_changed_byte(self, client: Client, identifier: str) -> None:
        issued = bytearray(licence_file(actor("applicant"), identifier).data)
        issued[len(issued) // 2] ^= 1

        text = check(upload(client, bytes(issued)))

        assert "文件是真的" not in text
        assert "请勿采信" in text or "不是本系统签发" in text

    @pytest.mark.parametrize("data", [pdf(), b"hello", b"%PDF-1.7"])
    def test_does_not_take_any_other_file_for_a_licence(self, client: Client, data: bytes) -> None:
        assert "不是本系统签发的证照" in check(upload(client, data))

    def test_asks_for_a_file(self, client: Client) -> None:
        assert "请先选择 PDF 文件" in check(client.post("/verify/", {}), 422)


class TestVerifyDocument:
    def test_says_that_it_was_made_and_nothing_of_what_it_says(self, client: Client) -> None:
        number = case("submitted", now())
        (receipt,) = case_page(actor("applicant"), number, now()).documents

        waiting = check(client.get(f"/documents/{receipt.key}"))
        make_documents(receipt.matter_id)
        text = check(client.get(f"/documents/{receipt.key}"))

        receipt.refresh_from_db()
        assert "文件正在生成" in waiting
        assert "这份文书确由本系统制作" in text
        for said in (receipt.sha256, receipt.number, "有效", "贵阳市综合行政执法局"):
            assert said in text
        assert "筑光" not in text

    def test_names_who_made_it_in_english(self, client: Client) -> None:
        (receipt,) = case_page(actor("applicant"), case("submitted", now()), now()).documents

        assert BUREAU in check(client.get(f"/documents/{receipt.key}", {"lang": "en"}))

    def test_knows_the_file_of_a_document_byte_for_byte(self, client: Client) -> None:
        number = case("submitted", now())
        (receipt,) = case_page(actor("applicant"), number, now()).documents
        file = print_document(number=number, key=receipt.key, actor=actor("applicant")).data

        same, other = check(upload(client, file)), check(upload(client, file + b" "))

        assert "一字不差" in same
        assert receipt.number in same
        assert "一字不差" not in other
        assert receipt.number not in other

    def test_says_what_no_longer_counts(self, client: Client) -> None:
        number = case("granted", now())
        decision = case_page(actor("applicant"), number, now()).documents[-1]

        Matter.objects.filter(number=number).update(state="revoked")

        text = check(client.get(f"/documents/{decision.number}"))
        assert "这份文书已失效" in text
        assert "这份文书确由本系统制作" not in text

    def test_says_that_an_unknown_one_may_be_forged(self, client: Client) -> None:
        assert "可能是伪造的" in check(client.get("/documents/520100X-SL01"), 404)


class TestMyLicence:
    def test_is_shown_and_handed_out_to_its_holder_only(
        self, client: Client, identifier: str, as_user: Callable[[str], Client]
    ) -> None:
        holder, stranger = as_user(STORY["people"]["applicant"]), as_user(STORY["people"]["stranger"])

        assert identifier in check(holder.get("/my/licences/")) + check(holder.get(f"/my/licences/{identifier}/"))
        assert holder.get(f"/my/licences/{identifier}/file").content.startswith(b"%PDF-")
        check(stranger.get(f"/my/licences/{identifier}/"), 404)
        check(stranger.get(f"/my/licences/{identifier}/file"), 404)
        assert client.get(f"/my/licences/{identifier}/file").status_code == 302
