from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import case
from tests.cases.test_published import FIRM
from tests.city import MONDAY, actor
from tests.web.pages import check
from tongban.cases import actions

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture
def granted() -> Callable[..., str]:
    def grant(**said: object) -> str:
        number = case("reviewed")
        actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY, **said)
        return number

    return grant


class TestDecisions:
    def test_are_listed_and_found_by_anybody(self, client: Client, granted: Callable[..., str]) -> None:
        number = granted()

        text = check(client.get("/decisions/"))

        assert f"/decisions/{number}/" in text
        assert FIRM in text
        assert 'content="index, follow"' in text
        assert "没有找到决定" in check(client.get("/decisions/", {"q": "不存在的单位"}))

    def test_say_when_there_is_none(self, client: Client) -> None:
        text = check(client.get("/decisions/"))

        assert "还没有公开的决定" in text
        assert "看全部决定" not in text

    def test_are_shown_one_by_one_with_what_is_kept_back(self, client: Client, granted: Callable[..., str]) -> None:
        number = granted(conditions="绝密配方", withheld={"conditions": "trade_secret"})

        text = check(client.get(f"/decisions/{number}/"))

        assert "商业秘密" in text
        assert "绝密配方" not in text
        assert "公示日期" in text

    def test_of_refusals_do_not_exist(self, client: Client) -> None:
        check(client.get("/decisions/nothing/"), 404)

    def test_are_taken_away_as_csv(self, client: Client, granted: Callable[..., str]) -> None:
        number = granted(conditions='=HYPERLINK("x")')

        answer = client.get("/decisions.csv")
        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]

        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert lines[0].startswith("number,document_number,item,holder")
        assert lines[1].startswith(number)
        assert "'=HYPERLINK" in lines[1]

    def test_may_be_read_by_crawlers(self, client: Client) -> None:
        text = client.get("/robots.txt").content.decode()

        assert "Disallow: /my/" in text
        assert "decisions" not in text

    def test_speak_english(self, client: Client, granted: Callable[..., str]) -> None:
        number = granted(withheld={"conditions": "trade_secret"})
        client.cookies["django_language"] = "en"

        text = check(client.get(f"/decisions/{number}/", headers={"Accept-Language": "en"}))

        assert "Trade secret" in text
