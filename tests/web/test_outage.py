"""A database that is away: 503 and when to come again, for pages and programs, and a line in the log."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.web.pages import check
from tongban.api.shapes.problem import Problem
from tongban.parties.rules.tokens import new_token
from tongban.web import busy


@pytest.fixture
def away(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database that answers no statement."""
    monkeypatch.setattr(busy, "_told_at", float("-inf"))
    monkeypatch.setattr(busy, "TOLD_EVERY_SECONDS", 1e9)  # on a slow machine, too, it is told once in a test

    def refuse(*_: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly: host=10.0.0.5 user=tongban")

    with connection.execute_wrapper(refuse):
        yield


class TestOutage:
    @pytest.fixture
    def browser(self) -> Client:
        return Client(raise_request_exception=False)

    def test_answers_a_page_with_503_and_when_to_come_again(self, away: None, browser: Client) -> None:
        answer = browser.get("/search?q=公司")

        assert "系统暂时繁忙" in check(answer, 503)
        assert 1 <= int(answer.headers["Retry-After"]) <= 10

    @pytest.mark.parametrize("headers", [{}, {"Authorization": f"Bearer {new_token()}"}])
    def test_answers_a_program_with_a_problem_document(
        self, away: None, browser: Client, headers: dict[str, str]
    ) -> None:
        answer = browser.get("/api/v1/items", headers=headers)

        assert answer.status_code == 503
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert int(answer.headers["Retry-After"]) >= 1
        assert Problem.model_validate_json(answer.content).type == "urn:tongban:problem:unavailable"

    def test_answers_who_has_a_session_before_any_view_is_asked(self, away: None, browser: Client) -> None:
        browser.cookies["sessionid"] = "0" * 32

        assert browser.get("/my/").status_code == 503

    def test_does_not_say_that_nothing_was_done_where_nobody_knows(self, away: None, browser: Client) -> None:
        page = browser.post("/accounts/login/", {"login": "somebody", "password": "something-long"})
        told = browser.post("/api/v1/applications", headers={"Authorization": f"Bearer {new_token()}"})

        assert "您刚才提交的内容可能没有办理" in check(page, 503)
        assert "请求可能没有办理" in told.json()["detail"]

    def test_writes_one_line_whatever_comes_and_nothing_of_the_database_in_it(
        self, away: None, browser: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.WARNING):
            for _each in range(5):
                browser.get("/search?q=公司")
                browser.get("/api/v1/items")

        assert [record.exc_info for record in caplog.records] == [None]
        assert "10.0.0.5" not in caplog.text

    def test_tells_the_balancer_to_look_elsewhere(self, away: None, browser: Client) -> None:
        assert browser.get("/readyz").status_code == 503
        assert browser.get("/healthz").status_code == 200
