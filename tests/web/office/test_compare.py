"""The page that compares the versions and variants of an item."""

from collections.abc import Callable

from django.test import Client

from tests.cases.factory import case, road_code
from tests.web.pages import check
from tongban.catalogue.queries import find, variants

Browser = Callable[[str], Client]


def code() -> str:
    return next(row.code for row in find("建筑工程施工许可证核发").results if row.name == "建筑工程施工许可证核发")


class TestComparison:
    def test_shows_the_ways_of_the_demo_city_side_by_side(self, browser_of: Browser) -> None:
        text = check(browser_of("supervisor").get(f"/office/compare/{code()}/"))

        assert [each.variant for each in variants(code())] == ["", "five-stage", "two-stage"]
        assert all(way in text for way in ("通常流程", "five-stage", "two-stage"))
        assert text.count("<rect") == 9
        assert "compare-chart" in text

    def test_is_linked_from_a_case_for_those_who_may_compare(self, browser_of: Browser) -> None:
        number, place = case("submitted"), f"/office/compare/{road_code()}/"

        assert place in check(browser_of("supervisor").get(f"/office/cases/{number}/"))
        assert place not in check(browser_of("clerk").get(f"/office/cases/{number}/"))

    def test_is_for_supervisors_and_editors(self, browser_of: Browser) -> None:
        check(browser_of("clerk").get(f"/office/compare/{code()}/"), 403)
        check(browser_of("supervisor").get("/office/compare/nothing/"), 404)

    def test_lets_an_applicant_choose_the_way(self, browser_of: Browser) -> None:
        text = check(browser_of("applicant").get(f"/items/{code()}/apply"))

        assert "按哪种流程办" in text or "授权" in text
