"""Copies on the pages: the holder makes, allows and takes back; a third party receives; anybody verifies."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.city import STORY
from tests.licences.factory import licence
from tests.web.office.test_step import key_of
from tests.web.pages import check
from tongban.kernel.clock import now
from tongban.licences.actions.copies import ask_for_copy
from tongban.licences.models import Copy, CopyRequest, LicenceUse

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture
def identifier() -> str:
    return licence(at=now(), valid_until=dt.date(2099, 1, 1)).identifier


@pytest.fixture
def holder(as_user: Callable[[str], Client]) -> Client:
    return as_user(STORY["people"]["applicant"])


def make(holder: Client, identifier: str, **said: Any) -> Any:
    address = f"/my/licences/{identifier}/copies/"
    page = holder.get(address)
    check(page)
    last = (now() + dt.timedelta(days=20)).date().isoformat()
    given = {"purpose": "办理装修贷款", "user_name": "贵阳某银行", "expires_on": last, **said}
    return holder.post(address, {"once": key_of(page), **given})


class TestMyCopies:
    def test_makes_one_shows_it_and_takes_it_back(self, holder: Client, identifier: str) -> None:
        assert make(holder, identifier).status_code == 302
        row = Copy.objects.get()
        page = holder.get(f"/my/licences/{identifier}/copies/")
        assert "办理装修贷款" in check(page)
        assert holder.get(f"/my/copies/{row.number}/file").content.startswith(b"%PDF")

        holder.post(f"/my/licences/{identifier}/copies/{row.number}/end", {"once": key_of(page)})

        row.refresh_from_db()
        assert row.revoked_why == "持证人收回"
        told = check(holder.get(f"/verify/{row.number}"))
        assert "副本已失效" in told
        assert "Guiyang Urban Management and Law Enforcement Bureau" in check(
            Client().get(f"/verify/{row.number}", {"lang": "en"})
        )

    def test_names_what_is_wrong(self, holder: Client, identifier: str) -> None:
        answer = make(holder, identifier, expires_on="2020-01-01", user_name="")

        assert 'id="id_user_name-error"' in check(answer, 422)
        assert not Copy.objects.exists()

    def test_answers_a_request(self, holder: Client, identifier: str) -> None:
        from tests.city import actor

        fields = ["road_name", "holder_code"]
        ask_for_copy(about=identifier, purpose="信用评估", fields=fields, actor=actor("clerk"), at=now())
        page = holder.get(f"/my/licences/{identifier}/copies/")
        text = check(page)
        assert "信用评估" in text
        assert "副本上写明：完整的证件号码、挖掘道路<" in text

        asked = CopyRequest.objects.get()
        address = f"/my/licences/{identifier}/requests/{asked.pk}/answer"
        holder.post(address, {"once": key_of(page), "answer": "approve"})

        asked.refresh_from_db()
        assert (asked.approved, asked.copy is not None) == (True, True)

    def test_shows_each_use_and_not_who_verified(self, holder: Client, identifier: str) -> None:
        Client().get(f"/verify/{identifier}")
        make(holder, identifier)

        text = check(holder.get(f"/my/licences/{identifier}/uses/"))

        assert "核验者不留名" in text
        assert "出具副本" in text

    @pytest.mark.parametrize("path", ["copies/", "uses/", "show"])
    def test_is_not_there_for_a_stranger(self, as_user: Callable[[str], Client], identifier: str, path: str) -> None:
        check(as_user(STORY["people"]["stranger"]).get(f"/my/licences/{identifier}/{path}"), 404)


class TestThirdParty:
    def test_receives_a_copy_for_a_code_once(self, holder: Client, identifier: str) -> None:
        shown = check(holder.post(f"/my/licences/{identifier}/code", {"purpose": "开立账户"}))
        code = re.search(r'id="code">(\d{8})<', shown)
        assert code
        bank = Client()
        said = {"about": identifier, "code": code[1], "user_name": "贵阳某银行"}

        got = bank.post("/verify/code/", {"once": key_of(bank.get("/verify/code/")), **said})
        again = bank.post("/verify/code/", {"once": key_of(bank.get("/verify/code/")), **said})

        assert got.content.startswith(b"%PDF")
        assert again.status_code == 422
        assert Copy.objects.get().user_name == "贵阳某银行"

    def test_is_told_that_a_code_is_wrong(self, holder: Client, identifier: str) -> None:
        bank = Client()

        answer = bank.post(
            "/verify/code/",
            {"once": key_of(bank.get("/verify/code/")), "about": identifier, "code": "0", "user_name": "x"},
        )

        assert "授权码不对" in check(answer, 422)
        assert not Copy.objects.exists()

    def test_receives_a_copy_for_the_picture(self, holder: Client, identifier: str) -> None:
        from tests.city import actor
        from tongban.licences.actions.copies import show_screen

        assert "<svg" in check(holder.get(f"/my/licences/{identifier}/show"))
        token = show_screen(identifier=identifier, actor=actor("applicant"), at=now()).token
        bank, address = Client(), f"/verify/show/{token}"
        page = bank.get(address)
        check(page)

        got = bank.post(address, {"once": key_of(page), "purpose": "核对资质", "user_name": "某监理公司"})

        assert got.content.startswith(b"%PDF")
        assert Copy.objects.get().purpose == "核对资质"


class TestVerify:
    def test_knows_a_copy_by_its_file_and_its_number(self, holder: Client, identifier: str) -> None:
        make(holder, identifier)
        row = Copy.objects.get()
        data = holder.get(f"/my/copies/{row.number}/file").content

        by_file = check(Client().post("/verify/", {"file": SimpleUploadedFile("x.pdf", data)}))
        by_number = check(Client().get(f"/verify/{row.number}"))

        assert "限定用途的副本" in by_file
        assert "贵阳某银行" in by_number
        assert "办理装修贷款" in by_number
        assert "19900000110" not in by_number
        assert set(LicenceUse.objects.filter(kind="verified").values_list("door", flat=True)) == {"file", "web"}

    def test_says_that_a_byte_was_changed(self, holder: Client, identifier: str) -> None:
        make(holder, identifier)
        data = bytearray(holder.get(f"/my/copies/{Copy.objects.get().number}/file").content)
        data[len(data) // 2] ^= 1

        text = check(Client().post("/verify/", {"file": SimpleUploadedFile("x.pdf", bytes(data))}))

        assert "请勿采信" in text

    def test_tells_the_state_on_a_day(self, identifier: str) -> None:
        page = check(Client().get(f"/verify/{identifier}", {"on": "2020-01-01"}))
        wrong = check(Client().get(f"/verify/{identifier}", {"on": "gestern"}))

        assert "尚未生效" in page
        assert "on-error" in wrong
