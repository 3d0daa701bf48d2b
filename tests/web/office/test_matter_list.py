"""The lists of small matters: one page for all, which says why it is empty and keeps to what was asked for."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import case
from tests.city import actor
from tests.web.pages import check
from tongban.feedback.actions import answer, lodge
from tongban.kernel.clock import now

Browser = Callable[[str], Client]
LISTS = [
    ("complaints", "supervisor", "申请人在办件页留言或者投诉，会出现在这里。"),
    ("assistance", "supervisor", "有部门请我们出具内容，会出现在这里。"),
    ("verifications", "supervisor", "凭承诺作出决定以后，要核查的会出现在这里。"),
    ("corrections", "supervisor", "有人反映信息库的内容不对，会出现在这里。"),
    ("data-requests", "data_steward", "有人在“我对数据的权利”提出请求，会出现在这里。"),
    ("catalogue/reports", "steward", "有人在指南页点“指南有误？”，会出现在这里。"),
]


class TestMatterList:
    @pytest.mark.parametrize(("path", "role", "comes"), LISTS)
    def test_says_why_it_is_empty(self, browser_of: Browser, path: str, role: str, comes: str) -> None:
        browser = browser_of(role)

        waiting, everything = (check(browser.get(f"/office/{path}/{asked}")) for asked in ("", "?all=1"))

        assert comes in waiting
        assert comes in everything
        assert ("还没有记录" in waiting, "还没有记录" in everything) == (False, True)

    def test_keeps_what_was_answered_among_all(self, browser_of: Browser) -> None:
        number = case("submitted", now())
        made = lodge(number=number, topic="question", text="要几天？", actor=actor("applicant"), at=now()).number
        clerk = browser_of("clerk")
        before = check(clerk.get("/office/complaints/"))

        answer(number=made, text="九个工作日。", actor=actor("clerk"), at=now())

        assert "要几天？" in before
        assert "要几天？" not in check(clerk.get("/office/complaints/"))
        assert "要几天？" in check(clerk.get("/office/complaints/?all=1"))
