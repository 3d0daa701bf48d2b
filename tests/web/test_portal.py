from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import road_code
from tests.web.pages import check

pytestmark = pytest.mark.usefixtures("city", "db")


class TestHome:
    def test_begins_with_the_search_and_shows_themes_of_both_sides(self, client: Client) -> None:
        text = check(client.get("/"))

        assert 'role="search"' in text
        assert "个人办事" in text
        assert "企业办事" in text
        assert "贵阳通办（演示）" in text

    def test_asks_the_database_a_constant_number_of_questions(
        self, client: Client, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        with django_assert_max_num_queries(6) as asked:  # type: ignore[attr-defined]
            client.get("/")

        # What there is of everything is counted where it is published, not where it is read.
        assert [each["sql"] for each in asked.captured_queries if "count(" in each["sql"].lower()] == []


class TestSearch:
    @pytest.mark.parametrize("typed", ["道路", "挖掘", "挖马路", "wjcsdl", "挖崛城市道路", "開挖道路"])
    def test_finds_the_item_by_whatever_people_type(self, client: Client, typed: str) -> None:
        assert "挖掘城市道路许可" in check(client.get("/search", {"q": typed}))

    def test_says_what_to_do_when_nothing_is_found(self, client: Client) -> None:
        text = check(client.get("/search", {"q": "qqqqqqqqqq"}))

        assert "找到 0 项" in text
        assert "换一种说法试试" in text

    @pytest.mark.parametrize(
        "query",
        [
            {"q": "<script>alert(1)</script>"},
            {"q": "a" * 5000},
            {"q": "\x00"},
            {"page": "99999999999999"},
            {"page": "-1"},
            {"page": "二"},
            {"theme": "no-such"},
            {"audience": "x" * 300, "authority": "'"},
        ],
    )
    def test_takes_anything_without_breaking(self, client: Client, query: dict[str, str]) -> None:
        text = check(client.get("/search", query))

        assert "<script>alert" not in text

    def test_keeps_the_words_when_it_is_narrowed_and_turned_over(self, client: Client) -> None:
        text = check(client.get("/search", {"audience": "company"}))

        assert 'name="audience" value="company"' in text
        assert "?audience=company&amp;page=2" in text

    def test_asks_a_constant_number_of_questions(
        self, client: Client, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        client.get("/search", {"q": "道路"})
        with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
            client.get("/search", {"q": "许可"})


class TestGuide:
    def test_tells_all_that_an_applicant_needs(self, client: Client) -> None:
        text = check(client.get(f"/items/{road_code()}/"))

        for said in (
            "最晚答复日期",
            "需要准备",
            "道路挖掘施工方案",
            "无需提交",
            "建设工程规划许可证",
            "市政工程审查",
            "9个工作日",
            "20个工作日",
            "《城市道路管理条例》第三十三条",
            "本地参数",
            "挖掘城市道路许可证",
            "在线申请",
            "0851-99011501",
            "常见问题",
        ):
            assert said in text, said

    def test_speaks_english_and_traditional(self, client: Client) -> None:
        english = check(client.get(f"/items/{road_code()}/?lang=en"))
        for name in (
            "Permit to excavate a city road",
            "Guiyang Urban Management and Law Enforcement Bureau",
            "Traffic Administration of the Guiyang Public Security Bureau",
            "Promise to restore the road",
        ):
            assert name in english
        found = client.get("/api/v1/items", {"q": "road"}).json()["results"][0]
        assert found["authority_en"] == "Guiyang Urban Management and Law Enforcement Bureau"
        assert "挖掘城市道路許可" in check(client.get(f"/items/{road_code()}/?lang=zh-hant"))

    def test_does_not_find_what_is_not_in_use(self, client: Client) -> None:
        assert "请从搜索或主题重新查找" in check(client.get("/items/NO-SUCH/"), 404)

    def test_asks_a_constant_number_of_questions(
        self, client: Client, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        client.get(f"/items/{road_code()}/")
        with django_assert_max_num_queries(11):  # type: ignore[attr-defined]
            client.get(f"/items/{road_code()}/")
