"""Choosing by which channels messages come: the page and the call."""

from collections.abc import Callable

from django.test import Client

from tests.city import actor
from tests.web.pages import check
from tongban.notices.models import Preference

Browser = Callable[[str], Client]


class TestChannels:
    def test_are_turned_on_and_off(self, browser_of: Browser) -> None:
        mine = browser_of("applicant")

        on = mine.post("/my/channels/", {"channel": "sms", "enabled": "yes"})
        text = check(mine.get("/my/channels/"))
        mine.post("/my/channels/", {"channel": "sms", "enabled": "no"})

        assert on.status_code == 302
        assert "已开启" in text
        assert not Preference.objects.get(person_id=actor("applicant").person_id).enabled

    def test_tell_at_its_field_what_is_no_key_of_a_robot(self, browser_of: Browser) -> None:
        answer = browser_of("applicant").post(
            "/my/channels/", {"channel": "wecom", "enabled": "yes", "address": "https://example.com"}
        )

        assert answer.status_code == 422
        assert 'id="error-wecom"' in answer.content.decode()
        assert not Preference.objects.exists()

    def test_ask_a_visitor_to_sign_in(self, client: Client) -> None:
        assert client.get("/my/channels/").status_code == 302
