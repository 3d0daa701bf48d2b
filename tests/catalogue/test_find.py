"""Finding items by what people type."""

from __future__ import annotations

import csv
import os
import pathlib
import random
import re

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.catalogue.factories import CITY, COUNTY, TOWN, a_service, an_item, imported
from tongban.catalogue.models import SearchDocument, SearchText
from tongban.catalogue.queries import find, search_sql
from tongban.catalogue.queries.find import _around, _grams, _words
from tongban.catalogue.rules import search

pytestmark = pytest.mark.usefixtures("city")

ROAD = "挖掘城市道路许可"
OTHERS = [
    "临时占用城市道路许可",
    "道路运输经营许可",
    "城市道路照明设施报修",
    "挖沙取土审批",
    "户口注销",
    "生育登记",
    "不动产登记资料查询",
    "食品经营许可证变更",
]


@pytest.fixture
def items(city: None) -> None:
    """The road item among others that share words with it."""
    imported(an_item(), *(a_service(number, name, conditions=["按规定办理"]) for number, name in enumerate(OTHERS, 1)))


def names(q: str, **filters: str) -> list[str]:
    return [row.name for row in find(q, **filters).results]


@pytest.mark.usefixtures("items")
class TestFind:
    @pytest.mark.parametrize("q", ["道路", "挖掘", "wjcsdlxk", "挖马路", "挖掘城市道路许克"])
    def test_answers_the_five_searches_of_the_story(self, q: str) -> None:
        assert ROAD in names(q)

    @pytest.mark.parametrize(
        "q",
        [
            "wjcs",
            "dlxk",
            "wj",
            "wml",
            "wajue",
            "wa jue",
            "WAJUECHENGSHI",
            "挖掘道路許可",
            "我要挖马路",
            "怎么办理挖掘道路许可",
            "破路",
            "许可 挖掘",
            "excavate",
            "permit road",
            "excav",
        ],
    )
    def test_puts_first_what_was_meant(self, q: str) -> None:
        found = find(q)

        assert found.results[0].name == ROAD
        assert not found.near
        assert found.suggestion == ""

    @pytest.mark.parametrize("q", ["挖据道路", "挖崛城市道路", "挖掘程市道路", "wjdl", "挖码路", "瓦掘"])
    def test_takes_near_words_when_none_is_right_and_says_so(self, q: str) -> None:
        found = find(q)

        assert found.results[0].name == ROAD
        assert found.near
        assert found.suggestion == "没有完全相符的事项，已按相近词查找。"

    def test_ranks_the_name_before_its_beginning_before_the_rest(self) -> None:
        imported(
            a_service(20, "道路"),
            a_service(21, "道路养护"),
            a_service(22, "公路与道路检测"),
            a_service(23, "路政咨询", aliases=["道路"]),
            a_service(24, "桥梁检测", conditions=["桥梁与道路相连"]),
        )

        found = names("道路")

        assert found[:4] == ["道路", "路政咨询", "道路养护", "道路运输经营许可"]
        assert found[-1] == "桥梁检测"

    def test_says_so_when_nothing_is_near(self) -> None:
        found = find("苹果手机")

        assert (found.count, found.results, found.near) == (0, (), False)
        assert found.suggestion == "没有找到相关事项，请换一个说法，或按主题查找。"

    def test_lists_everything_for_no_words(self) -> None:
        found = find("", size=4, page=2)

        assert (found.count, len(found.results), found.page) == (9, 4, 2)
        assert len(find("", size=4, page=3).results) == 1
        assert find("", page=10**9).results == ()

    @pytest.mark.parametrize("q", ["'", "\\", "a'b", "\x00", "&|!():*", "%_", "道路'", "🚧", "😀道路", "\ud800"])
    def test_bears_whatever_is_typed(self, q: str) -> None:
        find(q, theme="\x00", authority="'\ud800", audience="%", region="x")

        assert find(q).count >= 0

    def test_tells_what_a_list_shows(self) -> None:
        row = find("挖马路").results[0]

        assert row.code.endswith("3520117002000")
        assert (row.authority, row.authority_key, row.region, row.region_code) == (
            "某市市政局",
            "works",
            "某市",
            CITY,
        )
        assert (row.type, row.instance, row.promised_days, row.promised_unit) == ("01", "promised", 9, "working")
        assert (row.audience, row.aliases) == (("company", "person"), ("挖马路", "破路"))

    def test_asks_the_database_once_and_twice_for_near_words(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        find("")  # A process reads the synonyms once.

        for q in ("", "道路", "wjcsdlxk"):
            with django_assert_num_queries(1):
                find(q, theme="construction", region=COUNTY, collapse=True)
        for q in ("挖据道路", "wjdl", "苹果手机"):
            with django_assert_num_queries(2):
                find(q)


@pytest.mark.usefixtures("items")
class TestFacets:
    def test_count_what_stays_under_the_other_filters(self) -> None:
        imported(
            a_service(30, "道路养护", audience=["person"], authority="police", themes=["family"]),
            a_service(31, "道路咨询", audience=["person"], instance="instant", promised_days=0),
        )

        found = find("道路", audience="person", theme="family")

        assert [row.name for row in found.results] == ["道路养护"]
        assert [(facet.key, facet.name, facet.count) for facet in found.facets["theme"]] == [
            ("construction", "工程建设", 1),
            ("family", "婚育收养", 1),
        ]
        assert [(facet.key, facet.name, facet.count) for facet in found.facets["audience"]] == [("person", "自然人", 1)]
        assert [(facet.key, facet.name, facet.count) for facet in found.facets["authority"]] == [
            ("police", "某市交警支队", 1)
        ]
        instant = find("道路", instance="instant")
        assert [row.name for row in instant.results] == ["道路咨询"]
        assert [(facet.key, facet.count) for facet in instant.facets["instance"]] == [
            ("promised", 5),
            ("instant", 1),
        ]

    def test_narrow_by_authority_and_audience(self) -> None:
        assert names("道路", authority="nobody") == []
        assert ROAD in names("道路", authority="works", audience="company")

    def test_region_takes_what_is_inside_and_what_serves_it_from_above(self) -> None:
        imported(a_service(40, "镇村道路维护", authority="county", level="4"))

        assert "镇村道路维护" in names("道路", region=CITY)
        assert {"镇村道路维护", ROAD} <= set(names("道路", region=COUNTY))
        assert {"镇村道路维护", ROAD} <= set(names("道路", region=TOWN))
        assert names("道路", region="110000000000") == []

    def test_online_depth_and_region_are_counted_too(self) -> None:
        imported(a_service(41, "道路养护咨询", authority="county", level="4", online_depth=["1"], steps=COUNTY_STEPS))

        found = find("道路")

        depths = {facet.key: facet.count for facet in found.facets["depth"]}
        assert depths["1"] == found.count
        assert depths["7"] == found.count - 1
        assert [(facet.key, facet.name, facet.count) for facet in found.facets["region"]] == [(COUNTY, "某县", 1)]
        assert "道路养护咨询" not in names("道路", depth="7")
        assert [facet.key for facet in find("道路", region=COUNTY).facets["region"]] == []


COUNTY_STEPS = [{"code": "review", "name": "审查", "authority": "county", "days": 2, "lead": True, "kind": "review"}]


@pytest.fixture
def two_doors(items: None) -> None:
    """The road item at the city's authority and at the county's, said in the same words."""
    steps = [
        {**step, "authority": "county" if step["authority"] == "works" else step["authority"]}
        for step in an_item()["steps"]
    ]
    imported(an_item(authority="county", level="4", steps=steps))


@pytest.mark.usefixtures("two_doors")
class TestNearestDoor:
    def test_comes_first_where_somebody_said_where_they_are(self) -> None:
        doors = [(row.region_code, row.also) for row in find("挖马路", region=COUNTY).results]
        in_the_town = [row.region_code for row in find("挖马路", region=TOWN).results]
        in_the_city = [row.region_code for row in find("挖马路", region=CITY).results]

        assert doors == [(COUNTY, 0), (CITY, 0)]
        assert in_the_town == [COUNTY, CITY]
        assert in_the_city == [CITY, COUNTY]

    def test_what_serves_most_comes_first_where_nobody_did(self) -> None:
        assert [row.region_code for row in find("挖马路").results] == [CITY, COUNTY]

    def test_stands_for_all_the_others_when_they_are_folded(self) -> None:
        found = find("挖马路", region=TOWN, collapse=True)

        assert (found.count, found.doors) == (1, 2)
        assert [(row.region_code, row.also, row.catalog_code) for row in found.results] == [(COUNTY, 1, "520117002000")]
        assert [(facet.key, facet.count) for facet in found.facets["audience"]] == [("company", 1), ("person", 1)]
        assert [(facet.key, facet.count) for facet in found.facets["authority"]] == [("county", 1), ("works", 1)]

    def test_is_not_folded_where_an_authority_or_the_item_is_asked_for(self) -> None:
        assert [row.also for row in find("挖马路", authority="works", collapse=True).results] == [0]
        assert len(find("", item="520117002000", collapse=True).results) == 2
        assert find("", item="999999999999").count == 0

    def test_facets_count_doors_where_nothing_is_folded(self) -> None:
        assert [(facet.key, facet.count) for facet in find("挖马路").facets["audience"]] == [
            ("company", 2),
            ("person", 2),
        ]

    def test_keeps_one_text_for_all_who_say_the_same(self) -> None:
        assert SearchText.objects.filter(name_key=ROAD).count() == 1
        assert SearchDocument.objects.filter(text__name_key=ROAD).count() == 2


class TestAnyWords:
    @settings(
        max_examples=150,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        typed=st.text(max_size=70) | st.text(alphabet="挖路 a'\\&|!:*()<->1\x00~", max_size=30),
        word=st.text(min_size=1, max_size=5),
        meaning=st.text(max_size=8),
    )
    def test_make_a_query_that_the_database_reads(self, typed: str, word: str, meaning: str) -> None:
        query = search.query(typed, {search.key_of(word): [meaning], "挖路": [meaning, typed]})

        with connection.cursor() as cursor:
            for written in (query.anywhere, query.in_name, query.in_names):
                cursor.execute("SELECT numnode(%s::tsquery)", [written])
                assert query.is_empty == (cursor.fetchone()[0] == 0)


@pytest.mark.usefixtures("items")
class TestSearchIndex:
    @pytest.mark.parametrize(
        ("way", "q", "index"),
        [
            ("words", "道路", "search_tokens"),
            ("letters", "wjcs", "search_tokens"),
            ("near", "挖据道路", "search_grams"),
        ],
    )
    def test_is_used(self, way: str, q: str, index: str) -> None:
        query = search.query(q)
        asked = _around("") | _words(query) | _grams(query) | {"limit": 20, "offset": 0}

        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + search_sql.statement(way, frozenset(), collapse=True), asked)
            plan = "\n".join(line for (line,) in cursor.fetchall())

        assert f"Bitmap Index Scan on {index}" in plan


# The bench asks for all of them.
ASKED_NAMES = 150


class TestRealNames:
    """541 names of a county's items, when TONGBAN_TEST_DATA says where they are."""

    def test_are_found_by_two_characters_by_two_words_and_with_a_wrong_one(self) -> None:
        folder = os.environ.get("TONGBAN_TEST_DATA", "")
        file = pathlib.Path(folder) / "items" / "guangan_items.csv"
        if not folder or not file.is_file():
            pytest.skip("TONGBAN_TEST_DATA does not name a folder with items/guangan_items.csv")
        with file.open(encoding="utf-8", newline="") as lines:
            real = list(dict.fromkeys(row["name"].strip() for row in csv.DictReader(lines)))
        imported(*({**a_service(1, name), "catalog_code": f"522030{n:06d}"} for n, name in enumerate(real, 1)))
        chance = random.Random(541)
        characters = sorted({character for name in real for character in re.findall("[一-鿿]", name)})

        pairs = words = wrong = asked_words = asked_wrong = asked_pairs = 0
        for name in chance.sample(real, ASKED_NAMES):
            runs = [run for run in re.findall("[一-鿿]{2,}", name) if len(run) > 1]
            run = chance.choice(runs)
            start = chance.randrange(len(run) - 1)
            pair = run[start : start + 2]
            found = find(pair, size=600)
            asked_pairs += 1
            pairs += not found.near and name in {row.name for row in found.results}
            if len(run) >= 4:
                found = find(f"{run[:2]} {run[-2:]}", size=600)
                asked_words += 1
                words += not found.near and name in {row.name for row in found.results}
            if len(name) >= 4:
                place = chance.choice([at for at, each in enumerate(name) if each in characters])
                other = chance.choice([each for each in characters if each != name[place]])
                asked_wrong += 1
                wrong += name in {row.name for row in find(name[:place] + other + name[place + 1 :], size=10).results}

        assert (pairs, words) == (asked_pairs, asked_words)
        assert wrong / asked_wrong >= 0.95
