"""What a verb over HTTP costs the database from the door on: counted, not timed."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.client import api_of
from tests.cases.factory import case


class TestCostOfACall:
    def test_is_who_calls_what_was_answered_and_three_statements_in_one_transaction(self) -> None:
        first, second, decider = case("reviewed"), case("reviewed"), api_of("decider")
        assert decider.post(f"cases/{first}/decide", {"outcome": "granted"}).status_code == 200

        with CaptureQueriesContext(connection) as said:
            assert decider.post(f"cases/{second}/decide", {"outcome": "granted"}).status_code == 200

        statements = [each["sql"] for each in said.captured_queries]
        # The test's own transaction stands around all, so that of the request is a savepoint in it.
        assert [sql.split()[0] for sql in statements if "SAVEPOINT" in sql] == ["SAVEPOINT", "RELEASE"]
        outside = [sql for sql in statements if "SAVEPOINT" not in sql]
        assert len(outside) == 5
        assert "parties_accesstoken" in outside[0]
        assert statements.index(outside[1]) < statements.index(next(sql for sql in statements if "SAVEPOINT" in sql))
