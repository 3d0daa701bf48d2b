"""Files in pieces over HTTP (tus 1.0.0), and what becomes of them on the page of materials."""

import base64
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse, UnreadablePostError
from django.test import Client

from tests.cases.factory import case, pdf
from tests.city import STORY, actor, picture
from tests.web.pages import check
from tongban.cases.models import CaseMaterial
from tongban.cases.queries import material_file
from tongban.kernel.clock import now
from tongban.sharing.models import KeptDocument, Upload
from tongban.sharing.queries import received_file, upload_of
from tongban.sharing.rules.pieces import PIECE_TYPE
from tongban.web.portal import uploads as door

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def applicant(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["applicant"])


def begin(browser: Client, name: str, length: int, **headers: str) -> HttpResponse:
    told = base64.b64encode(name.encode()).decode()
    sent = {**TUS, "Upload-Length": str(length), "Upload-Metadata": f"filename {told}", **headers}
    return browser.post("/uploads/", headers=sent)


def send(browser: Client, url: str, offset: int, data: bytes, **headers: str) -> HttpResponse:
    sent = {**TUS, "Upload-Offset": str(offset), **headers}
    return browser.patch(url, data, content_type=PIECE_TYPE, headers=sent)


def sent_whole(browser: Client, name: str, data: bytes) -> str:
    url = begin(browser, name, len(data)).headers["Location"]
    assert send(browser, url, 0, data).status_code == 204
    return url.rpartition("/")[2]


class TestTus:
    def test_says_what_it_speaks(self, applicant: Client) -> None:
        told = applicant.options("/uploads/").headers

        assert told["Tus-Version"] == "1.0.0"
        assert told["Tus-Extension"] == "creation,expiration,checksum,termination"

    def test_goes_on_after_the_line_broke_in_the_middle_with_identical_bytes(
        self, applicant: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        data = bytes(range(256)) * 4096
        url = begin(applicant, "图.pdf", len(data)).headers["Location"]
        monkeypatch.setattr(door, "AT_ONCE", 1000)

        class Breaking(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                if self.tell() >= 300_000:
                    raise UnreadablePostError("the telephone went into a tunnel")
                return super().read(size)

        whole = door._body
        monkeypatch.setattr(door, "_body", lambda request: whole(Breaking(data)))  # type: ignore[arg-type]
        assert send(applicant, url, 0, b"x").headers["Upload-Offset"] == "300000"
        monkeypatch.setattr(door, "_body", whole)

        came = int(applicant.head(url, headers=TUS).headers["Upload-Offset"])
        while came < len(data):
            came = int(send(applicant, url, came, data[came : came + 200_000]).headers["Upload-Offset"])

        assert received_file(actor("applicant"), url.rpartition("/")[2], now()).data == data

    def test_refuses_a_wrong_offset_a_wrong_sum_and_what_is_too_long(self, applicant: Client) -> None:
        url = begin(applicant, "a.pdf", 11).headers["Location"]

        wrong = send(applicant, url, 4, b"hello world")
        broken = send(applicant, url, 0, b"hello worle", **{"Upload-Checksum": "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="})
        long = send(applicant, url, 0, b"hello world!")
        large = begin(applicant, "b.pdf", 201 * 1024 * 1024)
        other = applicant.patch(url, b"x", content_type="text/plain", headers={**TUS, "Upload-Offset": "0"})

        assert [each.status_code for each in (wrong, broken, long, large, other)] == [409, 460, 413, 413, 415]
        assert wrong.headers["Upload-Offset"] == "0"
        assert applicant.head(url, headers=TUS).headers["Upload-Offset"] == "0"
        assert begin(applicant, "c.pdf", 1, **{"Tus-Resumable": "0.2"}).status_code == 412

    def test_takes_a_piece_whose_sum_is_right_and_forgets_what_is_given_up(self, applicant: Client) -> None:
        url = begin(applicant, "a.pdf", 11).headers["Location"]

        right = send(applicant, url, 0, b"hello world", **{"Upload-Checksum": "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="})

        assert (right.status_code, right.headers["Upload-Offset"]) == (204, "11")
        assert applicant.delete(url, headers=TUS).status_code == 204
        assert applicant.head(url, headers=TUS).status_code == 404

    def test_is_not_there_for_anybody_else(self, applicant: Client, as_user: SignIn) -> None:
        url = begin(applicant, "a.pdf", 5).headers["Location"]
        stranger = as_user(STORY["people"]["stranger"])

        told = [
            stranger.head(url, headers=TUS),
            send(stranger, url, 0, b"hello"),
            stranger.delete(url, headers=TUS),
        ]

        assert [each.status_code for each in told] == [404, 404, 404]
        assert upload_of(actor("applicant"), url.rpartition("/")[2], now()).received == 0
        assert Client().head(url, headers=TUS).status_code == 302


class TestMaterials:
    def give(self, browser: Client, number: str, **more: Any) -> HttpResponse:
        return browser.post(f"/applications/{number}/materials", {"material": "plan", **more}, follow=True)

    def given(self, number: str) -> list[CaseMaterial]:
        found = CaseMaterial.objects.filter(matter__number=number, code="plan", removed_at=None)
        return list(found.order_by("-pk"))

    def test_take_what_came_in_pieces_after_looking_into_it(self, applicant: Client) -> None:
        number = case("draft")
        good, bad = sent_whole(applicant, "图.pdf", pdf()), sent_whole(applicant, "坏.pdf", b"no PDF at all")
        before = len(self.given(number))

        check(self.give(applicant, number, upload=[good]))
        text = check(self.give(applicant, number, upload=[bad]), 422)

        assert "坏.pdf：" in text
        assert len(self.given(number)) == before + 1
        assert material_file(actor("applicant"), number, self.given(number)[0].pk).data == pdf()
        assert not Upload.objects.exists()

    def test_find_nothing_in_an_upload_of_somebody_else(self, applicant: Client, as_user: SignIn) -> None:
        number = case("draft")
        others = sent_whole(as_user(STORY["people"]["stranger"]), "图.pdf", pdf())

        text = check(self.give(applicant, number, upload=[others]), 422)

        assert "没有这个上传" in text
        assert Upload.objects.count() == 1

    def test_become_one_pdf_and_are_kept_when_wished(self, applicant: Client) -> None:
        number = case("draft")
        keys = [sent_whole(applicant, f"{each}.png", picture(each)) for each in ("red", "blue")]

        check(self.give(applicant, number, upload=keys, as_one_pdf="yes", keep="yes", valid_until="2036-01-31"))

        made = self.given(number)[0]
        assert made.media_type == "application/pdf"
        kept = KeptDocument.objects.get()
        assert (kept.sha256, kept.pages, str(kept.valid_until)) == (made.sha256, 2, "2036-01-31")

    def test_say_what_was_too_large_and_which_day_is_none(self, applicant: Client) -> None:
        number = case("draft")

        assert "大.pdf：文件太大" in check(self.give(applicant, number, **{"too-large": "大.pdf"}), 422)
        day = self.give(applicant, number, file=io.BytesIO(pdf()), valid_until="2026-02-31")
        assert "请填写真实存在的日期" in check(day, 422)

    def test_offer_what_is_kept_and_use_it(self, applicant: Client) -> None:
        number = case("draft")
        file = self.given(number)[0]
        check(applicant.post(f"/applications/{number}/materials/{file.pk}/keep", follow=True))
        later = case("draft")

        text = check(applicant.get(f"/applications/{later}/materials"))
        document = re.search(r'name="document" value="(\d+)"', text)
        assert document
        assert "我的空间里有这份材料" in text
        answer = applicant.post(
            f"/applications/{later}/materials/kept", {"material": "plan", "document": document.group(1)}, follow=True
        )

        assert "来自我的空间" in check(answer)
        assert self.given(later)[0].sha256 == file.sha256
        assert check(applicant.post(f"/applications/{later}/materials/kept", {"material": "plan"}), 422)
