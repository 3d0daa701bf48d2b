"""The board of quality, the gaps between promise and reality, and the reports of wrong guides, in the office."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest
from django.test import Client

from tests.catalogue.figures.test_gaps import showed
from tests.catalogue.reports.test_reports import item, reported
from tests.city import MONDAY, actor
from tests.web.pages import check
from tongban.catalogue.actions.check_versions import check_versions
from tongban.catalogue.models import Finding, GuideReport
from tongban.matters.models import Matter

Browser = Callable[[str], Client]
QUALITY, GAPS, REPORTS = "/office/catalogue/quality/", "/office/catalogue/gaps/", "/office/catalogue/reports/"


def sheet(answer: object) -> list[str]:
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]


class TestQuality:
    @pytest.fixture(autouse=True)
    def _checked(self) -> None:
        check_versions(version_ids=None, at=MONDAY)

    @pytest.mark.parametrize("role", ["steward", "item_reviewer", "publisher", "supervisor"])
    def test_is_for_who_looks_after_items(self, browser_of: Browser, role: str) -> None:
        text = check(browser_of(role).get(QUALITY))

        assert "环节时限之和不超过承诺时限" in text
        assert "按规则" in text

    def test_is_not_for_others(self, browser_of: Browser, client: Client) -> None:
        for address in (QUALITY, "/office/catalogue/quality.csv", GAPS, "/office/catalogue/gaps.csv"):
            assert browser_of("clerk").get(address).status_code == 403
            assert client.get(address).status_code == 302

    def test_is_narrowed_and_handed_out_by_the_same_filter(self, browser_of: Browser) -> None:
        browser = browser_of("publisher")
        asked = {"authority": "chengguan", "rule": "Q12", "severity": "warning", "unexplained": "1"}

        text = check(browser.get(QUALITY, asked))
        lines = sheet(browser.get("/office/catalogue/quality.csv", asked))

        count = Finding.objects.filter(rule="Q12", version__implementation__authority__key="chengguan").count()
        assert f"共 {count} 条" in text
        assert len(lines) == count + 1
        assert (
            check(browser.get(QUALITY, {"authority": "x\x00", "page": "9", "drafts": "1"})).count("没有发现问题") == 1
        )


class TestGaps:
    def test_are_shown_with_bars_and_handed_out(self, browser_of: Browser) -> None:
        showed({"1": 10})

        text = check(browser_of("steward").get(GAPS))
        lines = sheet(browser_of("supervisor").get("/office/catalogue/gaps.csv", {"kind": "early"}))

        assert item().current.name in text
        assert "可以压缩承诺" in text
        assert len(lines) == 2
        assert "没有差距" in check(browser_of("steward").get(GAPS, {"kind": "late"}))


class TestReports:
    def answer(self, browser: Client, number: str, **said: str) -> int:
        form = {"once": secrets.token_urlsafe(18), **said}
        return browser.post(f"{REPORTS}{number}/", form).status_code

    def test_are_listed_and_answered(self, browser_of: Browser) -> None:
        number = reported()
        browser = browser_of("steward")

        assert number in check(browser.get(REPORTS))
        assert actor("applicant").name not in check(browser.get(f"{REPORTS}{number}/"))
        assert self.answer(browser, number, verb="find_right", answer="指南没有错。") == 302

        assert "指南没有错。" in check(browser.get(f"{REPORTS}{number}/"))
        assert number not in check(browser.get(REPORTS))
        assert number in check(browser.get(REPORTS, {"all": "1"}))

    @pytest.mark.parametrize(("role", "offered"), [("steward", True), ("publisher", False)])
    def test_offer_new_items_to_who_edits(self, browser_of: Browser, role: str, offered: bool) -> None:
        assert ("新增事项" in check(browser_of(role).get(REPORTS))) is offered

    @pytest.mark.parametrize("said", [{"verb": "x", "answer": "答"}, {"verb": "find_right", "answer": " "}, {}])
    def test_tell_what_is_wrong_with_the_answer(self, browser_of: Browser, said: dict[str, str]) -> None:
        number = reported()
        page = browser_of("steward").post(f"{REPORTS}{number}/", {"once": secrets.token_urlsafe(18), **said})

        assert "需要更正" in check(page, 422)
        assert GuideReport.objects.get().answer == ""

    def test_are_refused_to_others_and_leave_no_trace(self, browser_of: Browser) -> None:
        number = reported()

        assert self.answer(browser_of("clerk"), number, verb="find_right", answer="答") == 403
        assert self.answer(browser_of("item_reviewer"), number, verb="find_right", answer="答") == 403
        assert self.answer(browser_of("steward"), number, verb="mend", answer="还没改") == 409

        assert Matter.objects.get(number=number).state == "open"
