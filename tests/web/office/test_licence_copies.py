"""Copies in the office: for the code that a holder says or a live case; nobody browses."""

import datetime as dt
from typing import Any

import pytest

from tests.cases.factory import case
from tests.city import actor
from tests.licences.factory import firm, licence
from tests.web.office.test_step import Browser, key_of
from tests.web.pages import check
from tongban.kernel.clock import now
from tongban.licences.actions.copies import give_code
from tongban.licences.models import Copy, LicenceUse


@pytest.fixture
def identifier() -> str:
    return licence(at=now(), valid_until=dt.date(2099, 1, 1)).identifier


class TestCode:
    def test_gives_the_clerk_a_copy_that_is_noted(self, browser_of: Browser, identifier: str) -> None:
        code = give_code(identifier=identifier, purpose="窗口核对", actor=actor("applicant"), at=now()).code
        desk = browser_of("clerk")
        page = desk.get("/office/copies/")
        check(page)

        answer = desk.post("/office/copies/", {"once": key_of(page), "about": identifier, "code": code})

        number = Copy.objects.get().number
        assert answer.headers["Location"] == f"/office/copies/{number}/"
        assert "窗口核对" in check(desk.get(answer.headers["Location"]))
        assert desk.get(f"/office/copies/{number}/file").content.startswith(b"%PDF")
        assert list(LicenceUse.objects.order_by("pk").values_list("kind", flat=True)) == [
            "copy_made",
            "copy_viewed",
            "copy_downloaded",
        ]
        check(browser_of("joint_reviewer").get(f"/office/copies/{number}/"), 404)

    def test_that_is_wrong_is_counted(self, browser_of: Browser, identifier: str) -> None:
        from tongban.licences.models import Authorisation

        give_code(identifier=identifier, purpose="窗口核对", actor=actor("applicant"), at=now())
        desk = browser_of("clerk")

        page = desk.get("/office/copies/")
        answer = desk.post("/office/copies/", {"once": key_of(page), "about": identifier, "code": "1"})

        assert "授权码不对" in check(answer, 422)
        assert Authorisation.objects.get().tries == 1


class TestConsult:
    def test_asks_what_for_and_notes_it(self, browser_of: Browser, identifier: str) -> None:
        desk, address = browser_of("decider"), f"/office/licences/{identifier}/"

        asked = desk.get(address)
        assert "查阅用途" in check(asked)
        assert not LicenceUse.objects.exists()
        shown = desk.post(address, {"purpose": "年度检查"})

        assert "示例东路" in check(shown)
        assert LicenceUse.objects.get().purpose == "年度检查"
        assert "示例东路" in check(desk.get(address))

    @pytest.mark.parametrize("role", ["clerk", "lead_reviewer"])
    def test_is_not_for_who_neither_issues_nor_decides(self, browser_of: Browser, identifier: str, role: str) -> None:
        desk = browser_of(role)

        check(desk.get(f"/office/licences/{identifier}/"), 404)
        check(desk.post(f"/office/licences/{identifier}/", {"purpose": "想看看"}), 404)
        assert desk.get("/office/consult/").status_code == 403
        assert not LicenceUse.objects.exists()

    def test_is_open_through_a_live_case_of_the_holder_that_asks_for_it(self, browser_of: Browser) -> None:
        number = case("accepted")
        identifier = licence(at=now(), valid_until=dt.date(2099, 1, 1), type_code="business-licence").identifier
        check(browser_of("supervisor").get(f"/office/licences/{identifier}/", {"case": number}), 404)

        shown = browser_of("lead_reviewer").get(f"/office/licences/{identifier}/", {"case": number})

        assert firm().name in check(shown)
        assert LicenceUse.objects.get().case_number == number

    @pytest.mark.parametrize("about", ["挖掘", "1.2.156", "贵阳筑光引电"])
    def test_finds_nothing_by_a_part(self, browser_of: Browser, identifier: str, about: str) -> None:
        page = browser_of("issuer").post("/office/consult/", {"about": about, "purpose": "检查"})

        assert identifier not in check(page)
        assert not LicenceUse.objects.exists()

    def test_finds_what_is_exactly_named(self, browser_of: Browser, identifier: str) -> None:
        from tongban.licences.models import Licence

        number = Licence.objects.get(identifier=identifier).number

        answer: Any = browser_of("issuer").post("/office/consult/", {"about": number, "purpose": "检查"})

        assert answer.headers["Location"] == f"/office/licences/{identifier}/"
        assert LicenceUse.objects.get().purpose == "检查"
