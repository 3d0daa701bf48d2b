"""Choosing by which channels messages come: the page and the call."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.city import STORY, actor
from tests.web.pages import check
from tongban.notices.models import Preference

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture
def mine(as_user: Callable[[str], Client]) -> Client:
    return as_user(STORY["people"]["applicant"])


class TestChannels:
    def test_are_turned_on_and_off(self, mine: Client) -> None:
        on = mine.post("/my/channels/", {"channel": "sms", "enabled": "yes"})
        text = check(mine.get("/my/channels/"))
        mine.post("/my/channels/", {"channel": "sms", "enabled": "no"})

        assert on.status_code == 302
        assert "已开启" in text
        assert not Preference.objects.get(person_id=actor("applicant").person_id).enabled

    def test_tell_at_its_field_what_is_no_key_of_a_robot(self, mine: Client) -> None:
        answer = mine.post("/my/channels/", {"channel": "wecom", "enabled": "yes", "address": "https://example.com"})

        assert answer.status_code == 422
        assert 'id="error-wecom"' in answer.content.decode()
        assert not Preference.objects.exists()

    def test_ask_a_visitor_to_sign_in(self, client: Client) -> None:
        assert client.get("/my/channels/").status_code == 302
