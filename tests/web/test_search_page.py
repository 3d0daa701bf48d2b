"""The search page: each item once, at the nearest door; narrowing by place and the rest; what found nothing is kept."""

import html
import re

import pytest
from django.test import Client

from tests.catalogue.factories import an_authority, an_item, imported
from tests.demo.city_files import items
from tests.web.pages import check
from tongban.catalogue.models import EmptySearch

pytestmark = pytest.mark.usefixtures("city", "db")

ROAD = "挖掘城市道路许可"
YUNYAN, NANMING = "520103000000", "520102000000"


@pytest.fixture
def districts(city: None, db: None) -> None:
    """Two districts that permit to excavate their roads, as the city does."""
    for key, number, region in (("yunyan-cg", "10000009", YUNYAN), ("nanming-cg", "10000010", NANMING)):
        an_authority(key, number, f"{key}执法局", region)
        imported(
            an_item(
                authority=key,
                level="4",
                themes=[],
                basis=items()["road-excavation"]["basis"],
                steps=[{"code": "review", "name": "审查", "authority": key, "days": 5, "lead": True, "kind": "review"}],
            )
        )


def rows(text: str) -> list[tuple[str, str]]:
    return re.findall(r'<p class="row-title"><a[^>]*>([^<]*)</a></p>\s*<p class="row-notes">(.*?)</p>', text, re.DOTALL)


@pytest.mark.usefixtures("districts")
class TestNearestDoor:
    def test_an_item_of_many_places_is_shown_once_and_leads_to_all_of_them(self, client: Client) -> None:
        text = check(client.get("/search", {"q": "挖马路"}))

        assert [name for name, _notes in rows(text)].count(ROAD) == 1
        assert "另有 2 处可办" in text
        (link,) = re.findall(r'href="(\?[^"]*item=520117002000[^"]*)"', text)

        everywhere = check(client.get(f"/search{html.unescape(link)}"))

        assert [name for name, _notes in rows(everywhere)] == [ROAD] * 3
        assert "这里列出同一事项的全部办理地点" in everywhere

    def test_the_door_of_the_chosen_place_comes_first(self, client: Client) -> None:
        text = check(client.get("/search", {"q": "挖掘城市道路许可", "region": YUNYAN}))

        name, notes = rows(text)[0]
        assert name == ROAD
        assert "就近" in notes
        assert "yunyan-cg执法局" in notes
        assert "另有 1 处可办" in notes
        assert "就近优先：云岩区办理的排在前面" in text

    def test_narrows_by_district_and_leads_out_again(self, client: Client) -> None:
        text = check(client.get("/search", {"q": "挖马路"}))
        assert f"region={YUNYAN}" in text
        assert "云岩区" in text

        inside = check(client.get("/search", {"q": "挖马路", "region": YUNYAN}))

        assert re.search(r'<a href="\?q=[^"&]*" aria-current="true"><span>云岩区', inside)
        assert f'name="region" value="{YUNYAN}"' in inside

    def test_shows_all_that_one_authority_has(self, client: Client) -> None:
        text = check(client.get("/search", {"q": "挖马路", "authority": "yunyan-cg"}))

        assert [name for name, _notes in rows(text)] == [ROAD]
        assert "另有" not in text


class TestFacets:
    def test_offer_online_depth_and_instant_or_promised(self, client: Client) -> None:
        text = check(client.get("/search", {"q": "许可"}))

        assert "办结方式" in text
        assert "网上能办到哪一步" in text
        assert "instance=promised" in text
        assert "depth=5" in text

    def test_every_narrowing_can_be_taken_with_every_other(self, client: Client) -> None:
        chosen = {
            "region": YUNYAN,
            "audience": "person",
            "theme": "health",
            "instance": "promised",
            "depth": "5",
            "authority": "weijian",
        }

        text = check(client.get("/search", chosen))

        assert all(f'name="{name}" value="{value}"' in text for name, value in chosen.items())


class TestEmptySearches:
    def test_are_kept_once_for_the_first_page_and_never_for_robots_or_under_a_filter(self, client: Client) -> None:
        client.get("/search", {"q": "quizzquux"})
        client.get("/search", {"q": "quizzquux", "page": "2"})
        client.get("/search", {"q": "quizzquux", "theme": "health"})
        client.get("/search", {"q": "quizzquux"}, headers={"User-Agent": "Somebot/1.0"})
        client.get("/search", {"q": "挖马路"})

        assert [(row.words, row.times) for row in EmptySearch.objects.all()] == [("quizzquux", 1)]
