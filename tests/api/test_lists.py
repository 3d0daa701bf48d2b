from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.api.client import Api
from tests.catalogue.published_lists.listed import a_power
from tests.city import DAY, MONDAY
from tests.clock import FrozenClock
from tongban.catalogue.actions import import_items
from tongban.catalogue.rules.published_lists import LISTS

POWER = a_power(number=901, authority="chengguan", catalog_code="520217901000")


@pytest.fixture(scope="module")
def changed(city: None, django_db_blocker: Any) -> Iterator[None]:
    """A power that came on Wednesday and was written anew on Friday; there for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        import_items([POWER], at=MONDAY + 2 * DAY)
        import_items([{**POWER, "procedure": ["立案", "决定"]}], at=MONDAY + 4 * DAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def a_week_later(changed: None, the_clock: FrozenClock) -> None:
    """It is the Monday after."""
    the_clock.moment = MONDAY + 7 * DAY


class TestLists:
    def test_are_listed_with_their_counts(self, visitor: Api) -> None:
        now, then = visitor.get("lists").json(), visitor.get("lists", {"on": "2026-03-03"}).json()

        assert [each["key"] for each in now["results"]] == [each.key for each in LISTS]
        assert (now["on"], then["on"]) == ("2026-03-09", "2026-03-03")
        powers, before = now["results"][0], then["results"][0]
        assert powers["rows"] == before["rows"] + 1 == sum(powers["parts"].values())
        assert powers["links"]["self"] == "/api/v1/lists/powers"

    def test_are_read_with_the_words_for_their_codes(self, visitor: Api) -> None:
        told = visitor.get("lists/powers", {"q": "擅自挖掘", "authority": "chengguan"}).json()

        (row,) = told["results"]
        assert (told["count"], row["cells"]["type"], row["cells"]["duties"]) == (1, "02", "立案、决定")
        assert next(each for each in told["columns"] if each["key"] == "type")["codes"]["02"] == "行政处罚"

    def test_are_read_as_of_a_day(self, visitor: Api) -> None:
        told = visitor.get("lists/powers", {"q": "擅自挖掘", "on": "2026-03-04"}).json()

        assert told["results"][0]["cells"]["duties"] == "立案、调查取证、告知、决定"
        assert visitor.get("lists/powers", {"q": "擅自挖掘", "on": "2026-03-03"}).json()["count"] == 0

    def test_are_compared(self, visitor: Api) -> None:
        told = visitor.get("lists/powers/comparison", {"from": "2026-03-04", "to": "2026-03-06"}).json()

        assert (told["added"], told["removed"], told["changed"], told["count"]) == (0, 0, 1, 1)
        (row,) = told["results"]
        assert (row["kind"], row["before"]) == ("changed", {"duties": "立案、调查取证、告知、决定"})
        assert row["cells"]["duties"] == "立案、决定"

    @pytest.mark.parametrize(
        ("path", "query"),
        [
            ("lists", {"on": "2027-01-01"}),
            ("lists", {"on": "x"}),
            ("lists/powers", {"on": "2026-13-01"}),
            ("lists/powers", {"part": "nothing"}),
            ("lists/powers", {"page": 0}),
            ("lists/powers/comparison", {}),
            ("lists/powers/comparison", {"from": "2026-03-06", "to": "2026-03-04"}),
            ("lists/powers/comparison", {"from": "2027-01-01"}),
        ],
    )
    def test_refuse_what_makes_no_sense(self, visitor: Api, path: str, query: dict[str, object]) -> None:
        answer = visitor.get(path, query)

        assert answer.status_code == 422
        assert answer.json()["errors"]

    @pytest.mark.parametrize("path", ["lists/none", "lists/none/comparison?from=2026-03-04"])
    def test_that_are_none_are_not_found(self, visitor: Api, path: str) -> None:
        assert visitor.get(path).status_code == 404
