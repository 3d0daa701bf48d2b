"""How the open cases of each authority stand with their deadlines: what the inbox lists, counted and drawn."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import case
from tests.city import DAY, MONDAY
from tests.web.pages import check
from tongban.matters.models import Matter
from tongban.parties.models import Authority, Region

Browser = Callable[[str], Client]


def lamps_of(page: object) -> dict[str, int]:
    """Return what the page's last row counts: all authorities together, or the only one."""
    return {part.lamp: part.count for part in page.context["total"].parts}  # type: ignore[attr-defined]


class TestLamps:
    def test_counts_and_draws_what_the_inbox_lists(
        self, browser_of: Browser, shift: Callable[[dt.timedelta], None]
    ) -> None:
        case("submitted")
        case("submitted")
        shift(9 * DAY)
        case("submitted", MONDAY + 9 * DAY)
        supervisor = browser_of("supervisor")

        page = supervisor.get("/office/lamps/")

        text = check(page)
        assert lamps_of(page) == {"red": 2, "yellow": 0, "white": 1, "grey": 0, "green": 0}
        assert re.findall(r'width="([\d.]+)" height="12" class="lamp-(\w+)-part"', text) == [
            ("66.67", "red"),
            ("33.33", "white"),
        ]
        (bar,) = page.context["bars"]
        for part in bar.parts:
            assert supervisor.get(f"/office/{part.url}").context["inbox"].count == part.count
        assert supervisor.get(f"/office/{bar.url}").context["inbox"].count == bar.count == 3

    def test_puts_who_is_late_most_first(self, browser_of: Browser) -> None:
        late, _fresh = case("submitted"), case("submitted")
        other = Authority.objects.exclude(pk=Matter.objects.get(number=late).owner_id).earliest("pk")
        Matter.objects.filter(number=late).update(owner=other, due_on=MONDAY.date() - 3 * DAY)

        page = browser_of("supervisor").get("/office/lamps/")

        check(page)
        first = page.context["bars"][0]
        assert (first.name, first.parts[0].count, first.count) == (other.name, 1, 1)
        assert lamps_of(page) == {"red": 1, "yellow": 0, "white": 1, "grey": 0, "green": 0}

    def test_counts_for_a_head_of_government_what_is_of_the_region(self, browser_of: Browser) -> None:
        late, _fresh, far = case("submitted"), case("submitted"), case("submitted")
        region = Matter.objects.get(number=late).region_id
        Matter.objects.filter(number=late).update(due_on=MONDAY.date() - 3 * DAY)
        Matter.objects.filter(number=far).update(region=Region.objects.exclude(pk=region).earliest("pk"))
        head = browser_of("government_head")

        page = head.get("/office/lamps/")

        check(page)
        assert lamps_of(page) == {"red": 1, "yellow": 0, "white": 1, "grey": 0, "green": 0}
        (bar,) = page.context["bars"]
        for part in bar.parts:
            assert head.get(f"/office/{part.url}").context["inbox"].count == part.count
        assert lamps_of(browser_of("supervisor").get("/office/lamps/"))["white"] == 2

    def test_tells_who_hears_it_of_whom_and_of_what_each_number_is(self, browser_of: Browser) -> None:
        owner = Matter.objects.get(number=case("submitted")).owner

        text = check(browser_of("supervisor").get("/office/lamps/"))

        assert re.search(rf'<th scope="row"><a href="[^"]+">{re.escape(owner.name)}</a></th>', text)
        spoken = [re.sub(r"<[^>]+>", "", link) for link in re.findall(r"<td data-label=[^>]*>(<a .*?</a>)", text)]
        assert spoken == [f"1 正常办理 {owner.name}"]

    def test_keeps_the_filters_of_the_inbox(self, browser_of: Browser) -> None:
        case("submitted")
        supervisor = browser_of("supervisor")

        for query, count in (("item=城市道路", 1), ("item=食品", 0), ("due_to=2026-03-08", 0), ("lamp=red", 0)):
            page = supervisor.get(f"/office/lamps/?{query}")
            assert page.context["total"].count == supervisor.get(f"/office/?{query}").context["inbox"].count == count
            check(page)
        assert "去掉筛选" in check(supervisor.get("/office/lamps/?item=食品"))

    def test_says_so_when_nothing_is_open(self, browser_of: Browser) -> None:
        supervisor = browser_of("supervisor")

        assert "现在没有在办的办件" in check(supervisor.get("/office/lamps/"))
        assert "现在没有在办的办件" in check(supervisor.get("/office/"))

    def test_costs_the_same_queries_however_many_cases_there_are(self, browser_of: Browser) -> None:
        supervisor = browser_of("supervisor")
        case("submitted")
        supervisor.get("/office/lamps/")
        with CaptureQueriesContext(connection) as few:
            supervisor.get("/office/lamps/")
        for owner in Authority.objects.order_by("pk")[:3]:
            Matter.objects.filter(number=case("submitted")).update(owner=owner)

        with CaptureQueriesContext(connection) as many:
            bars = supervisor.get("/office/lamps/").context["bars"]

        assert len(bars) > 2
        assert len(many) == len(few) <= 7

    @pytest.mark.parametrize("role", ["clerk", "decider"])
    def test_is_not_for_who_watches_over_no_other_authority(self, browser_of: Browser, role: str) -> None:
        case("submitted")

        assert browser_of(role).get("/office/lamps/").status_code in (403, 404)
        assert "/office/lamps/" not in check(browser_of(role).get("/office/"))

    def test_is_one_step_from_the_list(self, browser_of: Browser) -> None:
        assert 'href="/office/lamps/?task=all&amp;lamp=red"' in check(browser_of("supervisor").get("/office/?lamp=red"))
