"""Words that found nothing become synonyms in two clicks."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.city import MONDAY
from tests.web.office.test_step import key_of
from tests.web.pages import check
from tongban.catalogue.actions.words.note_empty_search import note_empty_search
from tongban.catalogue.models import EmptySearch, Synonym
from tongban.catalogue.queries import find

Browser = Callable[[str], Client]
WORDS = "/office/catalogue/words/"


@pytest.fixture
def typed() -> str:
    """Words that somebody typed and found nothing by."""
    assert not find("刨地").count or find("刨地").near
    for _turn in range(2):
        note_empty_search(words="刨地沟渠", at=MONDAY)
    return "刨地沟渠"


class TestWords:
    def test_a_suggestion_and_its_confirmation_make_a_synonym(self, browser_of: Browser, typed: str) -> None:
        steward = browser_of("steward")
        listed = check(steward.get(WORDS))
        links = re.findall(rf'href="({WORDS}add/\?[^"]*means=[^"]*)"', listed)
        assert links

        page = steward.get(links[0].replace("&amp;", "&"))
        asked = check(page)
        fields = {name: values[0] for name, values in parse_qs(urlsplit(links[0].replace("&amp;", "&")).query).items()}
        assert f'value="{typed}"' in asked
        done = steward.post(f"{WORDS}add/", {**fields, "once": key_of(page)})

        assert (done.status_code, done.headers["Location"]) == (302, WORDS)
        assert Synonym.objects.get(word=typed).means == [fields["means"]]
        assert find(typed).results[0].name == fields["means"]
        assert not find(typed).near
        assert typed not in check(steward.get(WORDS)).partition('id="synonyms"')[0]

    def test_tells_at_the_field_what_is_wrong_and_keeps_what_was_typed(self, browser_of: Browser) -> None:
        steward = browser_of("steward")
        before = Synonym.objects.count()
        key = key_of(steward.get(f"{WORDS}add/"))

        text = check(steward.post(f"{WORDS}add/", {"word": "刨 地", "means": "没有的事项啊啊", "once": key}), 422)

        assert 'id="word-error"' in text
        assert 'id="means-error"' in text
        assert 'value="刨 地"' in text
        assert Synonym.objects.count() == before

    def test_words_are_dismissed_and_synonyms_removed(self, browser_of: Browser, typed: str) -> None:
        steward = browser_of("steward")
        steward.post(f"{WORDS}dismiss", {"words": typed, "once": key_of(steward.get(WORDS))})

        assert EmptySearch.objects.get().settled_at is not None
        listed = steward.get(WORDS)
        assert typed not in check(listed)
        steward.post(f"{WORDS}remove", {"word": "滴滴", "once": key_of(listed)})
        assert Synonym.objects.get(word="滴滴").means == []

    def test_the_log_goes_into_a_spreadsheet(self, browser_of: Browser, typed: str) -> None:
        answer = browser_of("publisher").get("/office/catalogue/words.csv")

        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        assert lines[0] == "检索词,次数,首次,最近"
        assert lines[1].startswith(f"{typed},2,2026-03-02 10:00")

    @pytest.mark.parametrize("role", ["clerk", "item_reviewer"])
    def test_is_shut_to_who_writes_no_items(self, browser_of: Browser, role: str, typed: str) -> None:
        browser = browser_of(role)

        assert browser.get(WORDS).status_code == 403
        assert browser.post(f"{WORDS}dismiss", {"words": typed}).status_code == 403
        assert EmptySearch.objects.get().settled_at is None

    def test_costs_as_many_queries_for_many_as_for_one(
        self, browser_of: Browser, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        for number in range(15):
            for _turn in range(2):
                note_empty_search(words="火星" + "路牌街道桥梁"[number % 6] * (1 + number // 6), at=MONDAY)
        steward = browser_of("steward")
        steward.get(WORDS)

        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            steward.get(WORDS)
