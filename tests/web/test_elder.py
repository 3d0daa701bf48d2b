"""The mode for elders: turned on with a link, kept on the device and with the account, without script."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.pages import check
from tongban.parties.models import Account

pytestmark = pytest.mark.usefixtures("city", "db")
IN_THE_MODE = '<html lang="zh-Hans" class="elder">'


class TestElderMode:
    @pytest.mark.parametrize("path", ["/", "/search?q=道路", "/help/", "/verify/", "/accounts/login/", "/nowhere"])
    def test_is_offered_on_every_page(self, client: Client, path: str) -> None:
        page = client.get(path).content.decode()

        assert "elder=yes" in page
        assert "elder.css" not in page

    def test_is_kept_over_pages_until_it_is_turned_off(self, client: Client) -> None:
        assert IN_THE_MODE in check(client.get("/", {"elder": "yes"}))

        page = check(client.get("/help/"))
        assert IN_THE_MODE in page
        assert "打电话 12345" in page
        assert "elder=no" in page

        assert IN_THE_MODE not in check(client.get("/help/", {"elder": "no"}))
        assert IN_THE_MODE not in check(client.get("/"))

    def test_shows_fewer_things(self, client: Client) -> None:
        assert "企业办事" in check(client.get("/"))

        assert "企业办事" not in check(client.get("/", {"elder": "yes"}))

    def test_goes_with_the_account_to_another_device(self, as_user: Callable[[str], Client]) -> None:
        as_user("cen.yuelu").get("/my/", {"elder": "yes"})

        assert Account.objects.get(username="cen.yuelu").large_print
        assert IN_THE_MODE in check(as_user("cen.yuelu").get("/my/"))
        assert IN_THE_MODE not in check(as_user("luo.shenhe").get("/my/"))

    def test_keeps_the_question_that_was_asked(self, client: Client) -> None:
        assert "/search?q=%E9%81%93%E8%B7%AF&amp;elder=yes" in check(client.get("/search", {"q": "道路"}))

    @pytest.mark.parametrize("told", ["", "maybe", "yes; Path=/"])
    def test_takes_no_other_word(self, client: Client, told: str) -> None:
        answer = client.get("/", {"elder": told})

        assert IN_THE_MODE not in check(answer)
        assert "elder" not in answer.cookies
