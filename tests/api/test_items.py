import pytest

from tests.api.client import Api


class TestFindItems:
    @pytest.mark.parametrize("typed", ["道路", "挖掘", "wjcsdl", "挖马路", "挖崛城市道路"])
    def test_finds_what_people_type(self, visitor: Api, typed: str) -> None:
        answer = visitor.get("items", {"q": typed})

        assert answer.status_code == 200
        assert "挖掘城市道路许可" in [row["name"] for row in answer.json()["results"]]

    def test_narrows_to_an_audience(self, visitor: Api) -> None:
        found = visitor.get("items", {"audience": "person"}).json()

        assert found["count"] > 0
        assert all("person" in row["audience"] for row in found["results"])

    def test_a_page_beyond_the_last_is_empty(self, visitor: Api) -> None:
        found = visitor.get("items", {"page": 100_000}).json()

        assert found["count"] > 0
        assert found["results"] == []

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"page": 0}, "page"),
            ({"page": "9" * 5000}, "page"),
            ({"page": "x"}, "page"),
            ({"q": "a\x00b"}, "q"),
            ({"q": "长" * 201}, "q"),
        ],
    )
    def test_refuses_a_query_that_makes_no_sense(self, visitor: Api, query: dict[str, object], field: str) -> None:
        answer = visitor.get("items", query)

        assert answer.status_code == 422
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert [each["field"] for each in answer.json()["errors"]] == [field]


class TestReadItem:
    def test_tells_everything_of_the_list(self, visitor: Api) -> None:
        code = visitor.get("items", {"q": "挖掘城市道路许可"}).json()["results"][0]["code"]

        item = visitor.get(f"items/{code}").json()

        assert item["name"] == "挖掘城市道路许可"
        assert item["authority"]["key"] == "chengguan"
        assert (item["legal_days"], item["promised_days"], item["promised_unit"]) == (20, 9, "working")
        assert {"law": "城市道路管理条例", "article": "第三十三条", "local_parameter": False} in item["basis"]
        assert {m["code"] for m in item["materials"] if m["is_spared"]} == {
            "business-licence",
            "design",
            "plan",
            "planning-approval",
            "traffic-plan",
        }
        assert [step["authority_key"] for step in item["steps"]] == ["chengguan", "gongan-jiaoguan"]
        assert "road_name" in item["form"]["properties"]
        assert item["due_if_accepted_today"] is not None

    def test_an_unknown_code_is_not_found(self, visitor: Api) -> None:
        for code in ("none", "%00", "..", "a" * 60):
            assert visitor.get(f"items/{code}").status_code == 404
