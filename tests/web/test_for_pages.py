"""A call of the API is made without what pages need: whose browser it comes from has no say."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.city import STORY
from tongban.parties.models import Account

pytestmark = pytest.mark.usefixtures("city", "db")

DECIDER = STORY["people"]["decider"]


class TestForPages:
    def test_a_page_has_a_session_and_its_reader(self, as_user: Callable[[str], Client]) -> None:
        request = as_user(DECIDER).get("/").wsgi_request

        assert request.user.is_authenticated
        assert {"session", "_messages"} <= vars(request).keys()

    @pytest.mark.parametrize("query", ["", "?elder=yes", "?lang=en"])
    def test_a_call_of_the_api_has_none_and_asks_for_none(self, as_user: Callable[[str], Client], query: str) -> None:
        browser = as_user(DECIDER)

        with CaptureQueriesContext(connection) as said:
            answer = browser.get(f"/api/v1/keys{query}")

        assert answer.status_code == 200
        assert not {"session", "user", "_messages"} & vars(answer.wsgi_request).keys()
        assert not [each["sql"] for each in said.captured_queries if "session" in each["sql"]]
        assert not Account.objects.get(username=DECIDER).large_print

    @pytest.mark.parametrize("accepted", ["en", "zh-CN"])
    def test_a_call_is_answered_in_the_language_that_it_accepts(self, accepted: str) -> None:
        browser = Client()
        browser.cookies["language"] = "zh-hans" if accepted == "en" else "en"

        answer = browser.get("/api/v1/me?lang=zh-hant", headers={"Accept-Language": accepted})

        assert answer.headers["Content-Language"] == {"en": "en", "zh-CN": "zh-Hans"}[accepted]
        assert ("access token" in answer.json()["detail"]) == (accepted == "en")
        assert answer.headers["Vary"] == "Accept-Language"
        assert not answer.cookies
        assert "Cookie" in browser.get("/").headers["Vary"]

    def test_a_choice_in_the_address_is_kept_for_pages_only(self) -> None:
        assert "language" not in Client().get("/api/v1/keys?lang=en", headers={"Accept-Language": "en"}).cookies

    def test_a_cookie_is_no_token(self, as_user: Callable[[str], Client]) -> None:
        assert as_user(DECIDER).get("/api/v1/me").status_code == 401
