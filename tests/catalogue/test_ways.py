"""Ways to items without a search: each base item once, and everybody who carries it out."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.catalogue.factories import LATER, a_service, an_item, imported
from tongban.catalogue.queries import (
    announced,
    authorities_with_items,
    carriers,
    implementation,
    items_of_authority,
    items_under,
    standing_since,
    themes,
)
from tongban.kernel.errors import NotFound

pytestmark = pytest.mark.usefixtures("city")

IN_THE_COUNTY = {
    "authority": "county",
    "level": "4",
    "steps": [{"code": "review", "name": "审查", "authority": "county", "days": 5, "lead": True, "kind": "review"}],
}


class TestItemsUnder:
    def test_are_each_there_once_by_the_highest_who_carries_it_out(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        imported(an_item(), an_item(**IN_THE_COUNTY), a_service(1, "夜间施工", themes=["construction"]))

        with django_assert_num_queries(1):
            found = items_under("construction")

        assert [(row.name, row.authority, row.implementations) for row in found] == [
            ("挖掘城市道路许可", "某市市政局", 2),
            ("夜间施工", "某市市政局", 1),
        ]
        assert {theme.key: theme.count for theme in themes()} == {"construction": 2, "family": 0}

    def test_leave_out_what_is_suspended(self) -> None:
        imported(an_item())
        imported(an_item(standing="suspended", standing_reason="系统改造"), at=LATER)

        assert items_under("construction") == []
        assert {theme.count for theme in themes()} == {0}


class TestCarriers:
    def test_are_told_from_the_city_down(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        imported(an_item(**IN_THE_COUNTY), an_item())

        with django_assert_num_queries(1):
            found = carriers("520117002000")

        assert [(each.level, each.authority, each.address) for each in found] == [
            ("3", "某市市政局", "市政大楼 8 号窗口"),
            ("4", "某县城管局", "市政大楼 8 号窗口"),
        ]

    def test_of_nothing_are_not_found(self) -> None:
        with pytest.raises(NotFound):
            carriers("520117002000")


class TestAnAuthority:
    def test_is_listed_with_how_much_it_does_and_shows_all_of_it(self) -> None:
        imported(an_item(), an_item(**IN_THE_COUNTY), a_service(1, "夜间施工"))

        assert [(each.key, each.count) for each in authorities_with_items()] == [("works", 2), ("county", 1)]
        assert [row.name for row in items_of_authority("works")] == ["挖掘城市道路许可", "夜间施工"]
        assert [row.code[18] for row in items_of_authority("county")] == ["4"]


class TestAnnounced:
    def test_tells_of_a_suspended_item_which_nobody_may_apply_for(self) -> None:
        imported(an_item())
        code = implementation_code()
        imported(an_item(standing="suspended", standing_reason="系统改造"), at=LATER)

        with pytest.raises(NotFound):
            implementation(code)
        found = announced(code)
        assert (found.standing, found.standing_reason) == ("suspended", "系统改造")
        assert standing_since(found) == LATER.date()

    @pytest.mark.parametrize("code", ["", "\x00", "\ud800", "none"])
    def test_of_nothing_is_not_found(self, code: str) -> None:
        with pytest.raises(NotFound):
            announced(code)


def implementation_code() -> str:
    return items_under("construction")[0].code
