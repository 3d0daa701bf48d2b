"""What a verb over HTTP costs the database: counted, not timed."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.kernel.idempotency import once


class TestCostOfAVerb:
    def test_is_three_statements_in_its_transaction_with_the_kept_answer(self) -> None:
        number, clerk = case("submitted"), actor("clerk")

        def work() -> str:
            return actions.accept(number=number, actor=clerk, at=MONDAY).state

        with CaptureQueriesContext(connection) as said:
            once(caller="account:1", key="a-key-of-its-own", print_of="x", work=work)

        begun = next(n for n, each in enumerate(said.captured_queries) if each["sql"].startswith("SAVEPOINT"))
        inside = [each["sql"] for each in said.captured_queries[begun + 1 :] if "SAVEPOINT" not in each["sql"]]
        assert len(inside) == 3
        assert inside[1].startswith("WITH moved AS (UPDATE matters_matter")
