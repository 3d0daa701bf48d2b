import pytest

from tests.api.client import Api
from tests.cases.test_published import FIRM, granted


class TestDecisions:
    def test_are_open_to_everybody(self, visitor: Api) -> None:
        number = granted(withheld={"conditions": "trade_secret"})

        found = visitor.get("decisions", {"q": "挖掘"}).json()
        one = visitor.get(f"decisions/{number}").json()

        assert (found["count"], found["results"][0]["number"]) == (1, number)
        assert (one["holder"], one["conditions"], one["withheld"]) == (FIRM, None, {"conditions": "商业秘密"})

    def test_that_are_none_are_not_found(self, visitor: Api) -> None:
        answer = visitor.get("decisions/nothing")

        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize("query", [{"page": 0}, {"q": "长" * 101}])
    def test_refuse_a_query_that_makes_no_sense(self, visitor: Api, query: dict[str, object]) -> None:
        assert visitor.get("decisions", query).status_code == 422
