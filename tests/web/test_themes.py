"""Ways to an item without a search, and that each item is three clicks from the first page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.catalogue.factories import a_service
from tests.city import MONDAY
from tests.web.pages import check
from tongban.catalogue.access import implementations_in_use
from tongban.catalogue.actions import import_items
from tongban.catalogue.queries import items_under, themes
from tongban.parties.models import Authority

pytestmark = pytest.mark.usefixtures("city", "db")

WAYS = re.compile(r'href="(/(?:themes|persons|companies|elderly|authorities|catalogue|items)/[^"?#]*)"')
CLICKS = 3


def links_of(client: Client, address: str) -> set[str]:
    """Return where the main part of a page leads to, as one who knows no name would go: without searching."""
    main = client.get(address, follow=True).content.decode().partition("<main")[2]
    return {found for found in WAYS.findall(main) if not found.endswith(("/apply", "/versions/"))}


def guides_within(client: Client, clicks: int) -> set[str]:
    """Return the addresses of the guides that are so many clicks from the first page."""
    seen, here = {"/"}, {"/"}
    for _click in range(clicks):
        # A guide is where one wanted to go: nobody goes on from there.
        there = {link for page in here if not page.startswith("/items/") for link in links_of(client, page)}
        here = there - seen
        seen |= there
    return {address for address in seen if address.startswith("/items/")}


def guides_in_use() -> set[str]:
    return {f"/items/{code}/" for code in implementations_in_use().values_list("task_code", flat=True)}


class TestThreeClicks:
    def test_lead_to_every_item_of_the_demo_city(self, client: Client) -> None:
        assert guides_in_use() - guides_within(client, CLICKS) == set()

    def test_lead_to_every_one_of_2000_more_items_too(self, client: Client) -> None:
        keys = list(Authority.objects.order_by("key").values_list("key", flat=True)[:40])
        import_items([self._service(number, keys[number % len(keys)]) for number in range(2000)], at=MONDAY)

        assert implementations_in_use().count() > 2000
        assert guides_in_use() - guides_within(client, CLICKS) == set()

    @staticmethod
    def _service(number: int, authority: str) -> dict[str, Any]:
        # A hundred items, each carried out by twenty authorities; some stand under no theme at all.
        item = number // 20
        return a_service(
            1,
            f"公共服务第 {item} 号",
            catalog_code=f"522090{item:03d}000",
            authority=authority,
            themes=[["construction"], ["birth", "family"], []][item % 3],
            audience=["person", "company"],
            steps=[
                {"code": "review", "name": "审查", "authority": authority, "days": 5, "lead": True, "kind": "review"}
            ],
        )


class TestATheme:
    def test_shows_an_event_by_subject_and_each_item_once(self, client: Client) -> None:
        text = check(client.get("/themes/buying-home/"))

        assert "买房安家" in text
        assert [re.sub("<.*?>", "", each) for each in re.findall(r"<h2>.*?</h2>", text)] == [
            "户籍证件",
            "住房与公积金",
            "不动产登记",
            "工程建设",
            "财税金融",
            "农林水利",
        ]
        assert text.count(">购房提取住房公积金</a>") == 1

    def test_shows_a_subject_by_authority(self, client: Client) -> None:
        text = check(client.get("/themes/construction/"))

        assert "<h2>贵阳市住房和城乡建设局</h2>" in text
        assert "挖掘城市道路许可" in text

    def test_leads_from_the_section_to_its_own_page(self, client: Client) -> None:
        assert client.get("/themes/elderly/").headers["Location"] == "/elderly/"

    @pytest.mark.parametrize("address", ["/themes/none/", "/authorities/none/", "/catalogue/000000000000/"])
    def test_that_is_not_there_says_where_to_look(self, client: Client, address: str) -> None:
        assert "重新" in check(client.get(address), 404)

    @pytest.mark.parametrize(
        "address",
        ["/", "/themes/", "/themes/birth/", "/persons/", "/companies/", "/elderly/", "/authorities/"],
    )
    def test_costs_the_same_however_many_items_it_has(
        self, client: Client, address: str, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        check(client.get(address))
        with django_assert_max_num_queries(6):
            client.get(address)

    @pytest.mark.parametrize(
        ("address", "english", "traditional"),
        [
            ("/themes/", "Having a child", "企業經營事件"),
            ("/persons/", "Retiring", "您遇到了什麼事？"),
            ("/companies/", "Opening a business", "企業走到哪一步了？"),
            ("/elderly/", "For older people", "有人幫您辦"),
            ("/themes/birth/", "Household registration of a newborn", "婚育收養"),
        ],
    )
    def test_speaks_english_and_traditional(self, client: Client, address: str, english: str, traditional: str) -> None:
        assert english in check(client.get(f"{address}?lang=en"))
        assert traditional in check(client.get(f"{address}?lang=zh-hant"))


class TestThemes:
    def test_count_base_items_and_each_of_them_once(self) -> None:
        counted = {theme.key: theme.count for theme in themes()}

        assert counted["birth"] == len(items_under("birth")) == 8
        assert all(counted.values())


class TestTheElderlySection:
    def test_is_large_short_and_leads_straight_to_the_guides(self, client: Client) -> None:
        text = check(client.get("/elderly/"))

        assert 'class="large-print"' in text
        assert "高龄津贴发放" in text
        assert "tel:12345" in text
        words = re.sub(r"<[^>]+>|\s", "", text.partition("<main")[2].partition("</main>")[0])
        assert len(words) < 400


class TestAnAuthority:
    def test_shows_all_that_it_does(self, client: Client) -> None:
        text = check(client.get("/authorities/chengguan/"))

        assert "挖掘城市道路许可" in text
        assert "设置大型户外广告设施审批" in text


class TestAnItemElsewhere:
    def test_is_offered_everywhere_that_it_is_done(self, client: Client) -> None:
        import_items([TestThreeClicks._service(0, key) for key in ("chengguan", "gongan")], at=MONDAY)

        text = check(client.get("/catalogue/522090000000/"))

        assert "有 2 处可以办" in text
        assert text.count('href="/items/11520100') == 2
        assert "2 处可办" in check(client.get("/themes/construction/"))
