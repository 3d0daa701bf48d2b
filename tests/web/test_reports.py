"""Whoever reads a guide may say that it is wrong, once signed in, and reads the answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest
from django.test import Client

from tests.catalogue.reports.test_reports import item, reported
from tests.city import MONDAY, STORY, actor
from tests.web.pages import check
from tongban.catalogue.actions.reports import find_right
from tongban.catalogue.models import GuideReport

pytestmark = pytest.mark.usefixtures("city", "db")
MINE = "/my/reports/"


@pytest.fixture
def browser(as_user: Callable[[str], Client]) -> Client:
    return as_user(STORY["people"]["applicant"])


def address() -> str:
    return f"/items/{item().task_code}/report"


def said(**changes: str) -> dict[str, str]:
    return {"once": secrets.token_urlsafe(18), "about": "fees", "text": "收费写错了", **changes}


class TestReport:
    def test_is_offered_on_the_guide(self, client: Client) -> None:
        assert f'href="{address()}"' in check(client.get(f"/items/{item().task_code}/"))

    def test_asks_to_sign_in(self, client: Client) -> None:
        assert client.get(address()).status_code == 302
        assert client.post(address(), said()).status_code == 302
        assert not GuideReport.objects.exists()

    def test_is_taken_once_and_listed(self, browser: Client) -> None:
        check(browser.get(address()))
        form = said()

        assert [browser.post(address(), form).status_code for _ in range(2)] == [302, 302]

        assert GuideReport.objects.get().text == "收费写错了"
        assert "收费写错了" in check(browser.get(MINE))

    def test_is_open_to_officials(self, as_user: Callable[[str], Client]) -> None:
        clerk = as_user(STORY["people"]["clerk"])

        assert clerk.post(address(), said()).status_code == 302
        assert "收费写错了" in check(clerk.get(MINE))

    @pytest.mark.parametrize("wrong", [{"about": "x"}, {"text": " "}])
    def test_tells_at_its_field_what_is_wrong(self, browser: Client, wrong: dict[str, str]) -> None:
        page = browser.post(address(), said(**wrong))

        assert f'href="#{next(iter(wrong))}"' in check(page, 422)
        assert not GuideReport.objects.exists()

    def test_tells_to_wait_where_three_wait(self, browser: Client) -> None:
        for _ in range(3):
            reported()

        page = browser.post(address(), said())

        assert "请等候答复" in check(page, 409)
        assert GuideReport.objects.count() == 3

    def test_of_no_item_is_not_found(self, browser: Client) -> None:
        assert browser.get("/items/no-such/report").status_code == 404


class TestMyReports:
    def test_show_the_answer_to_the_reporter_alone(self, browser: Client, as_user: Callable[[str], Client]) -> None:
        find_right(number=reported(), answer="写得没错", actor=actor("steward"), at=MONDAY)

        assert "写得没错" in check(browser.get(MINE))
        assert "写得没错" not in check(as_user(STORY["people"]["stranger"]).get(MINE))
