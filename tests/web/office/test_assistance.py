"""Departments attest on their own page; the board tells what applications asked."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.factory import give_files, pdf
from tests.cases.materials.facts import changed_materials, filled, material
from tests.city import MONDAY, actor
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.models import Assistance
from tongban.parties.queries import authority
from tongban.parties.rules.actor import DutyKind

__all__ = ["changed_materials"]
Browser = Callable[[str], Client]


@pytest.fixture
def request_number() -> str:
    (owner,) = actor("joint_reviewer").authorities(DutyKind.REVIEWER)
    material("restoration", assisted_by=authority(owner).key)
    asked = actions.ask_for_assistance(
        number=filled(), material_code="restoration", actor=actor("applicant"), at=MONDAY
    )
    return asked.number


class TestAssistance:
    def test_is_listed_shown_and_answered_with_a_file(self, browser_of: Browser, request_number: str) -> None:
        office = browser_of("joint_reviewer")
        assert request_number in check(office.get("/office/assistance/"))
        assert "道路挖掘修复承诺书" in check(office.get(f"/office/assistance/{request_number}/"))
        form = {"text": "属实", "verb": "answer", "once": "a-key-of-the-form"}

        file = SimpleUploadedFile("证明.pdf", pdf())
        text = check(office.post(f"/office/assistance/{request_number}/", {**form, "file": file}, follow=True))

        assert "已出具" in text
        assert office.get(f"/office/assistance/{request_number}/file").content == pdf()
        assert request_number not in check(office.get("/office/assistance/"))
        assert request_number in check(office.get("/office/assistance/?all=1"))

    def test_says_what_is_missing_and_keeps_nothing(self, browser_of: Browser, request_number: str) -> None:
        form = {"text": "", "verb": "decline", "once": "a-key-of-the-form"}

        text = check(browser_of("joint_reviewer").post(f"/office/assistance/{request_number}/", form), 422)

        assert 'href="#text"' in text
        assert Assistance.objects.get().answered_at is None

    def test_is_nothing_to_other_departments(self, browser_of: Browser, request_number: str) -> None:
        office = browser_of("ran.shuhuai")

        check(office.get(f"/office/assistance/{request_number}/"), 404)
        check(office.get(f"/office/assistance/{request_number}/file"), 404)
        assert request_number not in check(office.get("/office/assistance/?all=1"))


class TestBurden:
    def test_shows_the_month_and_hands_out_the_table(self, browser_of: Browser) -> None:
        number = filled()
        give_files(number, actor("applicant"), MONDAY)
        actions.submit(number=number, actor=actor("applicant"), at=MONDAY)
        office = browser_of("supervisor")

        text = check(office.get("/office/burden/"))
        table = b"".join(office.get("/office/burden.csv").streaming_content).decode()  # type: ignore[attr-defined]

        assert "要求 6 项，找到 0 项，请申请人交 4 项" in text
        assert "挖掘城市道路许可" in table
        assert "这个月还没有提交的申请" in check(office.get("/office/burden/?month=2026-04"))
        assert "挖掘城市道路许可" in check(office.get("/office/burden/?month="))

    @pytest.mark.parametrize("role", ["clerk", "applicant"])
    def test_is_for_supervisors_and_editors(self, browser_of: Browser, role: str) -> None:
        office = browser_of(role)

        assert office.get("/office/burden/").status_code in (403, 404)
        assert office.get("/office/burden.csv").status_code in (403, 404)
