"""Words that stand for others, and words that found nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.city import DAY, MONDAY, actor
from tongban.catalogue.actions.words.add_synonym import add_synonym
from tongban.catalogue.actions.words.dismiss_empty_search import dismiss_empty_search
from tongban.catalogue.actions.words.load_synonyms import load_synonyms, shipped_synonyms
from tongban.catalogue.actions.words.note_empty_search import note_empty_search
from tongban.catalogue.actions.words.remove_synonym import remove_synonym
from tongban.catalogue.actions.words.sweep_empty_searches import sweep_empty_searches
from tongban.catalogue.models import EmptySearch, Synonym
from tongban.catalogue.queries import find
from tongban.catalogue.queries.search_words import empty_searches, synonyms
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotYours

pytestmark = pytest.mark.usefixtures("city", "db")

ROAD = "挖掘城市道路许可"
LATER = MONDAY + dt.timedelta(hours=1)


def first(words: str) -> str:
    found = find(words)
    return found.results[0].name if found.results and not found.near else ""


class TestShippedSynonyms:
    def test_find_something_for_every_meaning(self) -> None:
        nowhere = [
            (word, meaning)
            for word, means in shipped_synonyms().items()
            for meaning in means
            if (found := find(meaning, size=1)).near or not found.count
        ]

        assert nowhere == []

    def test_are_loaded_once_and_stay_away_when_taken_away(self) -> None:
        load_synonyms(at=MONDAY)
        remove_synonym(word="小吃店", actor=actor("steward"), at=MONDAY)

        assert load_synonyms(at=LATER) == 0
        assert "小吃店" not in {row.word for row in synonyms(actor("steward"))}
        assert first("小吃店") == ""

    def test_are_found_by(self) -> None:
        load_synonyms(at=MONDAY)

        assert first("滴滴") == "出租汽车驾驶员客运资格证核发"
        assert first("怎么办小吃店") == "食品经营许可"


class TestAddSynonym:
    def test_is_found_at_once_under_the_new_word(self) -> None:
        assert first("挖地球") == ""

        stands_for = add_synonym(word="挖地球", means=[ROAD], actor=actor("steward"), at=MONDAY)

        assert stands_for == [ROAD]
        assert first("挖地球") == ROAD
        assert first("我想挖地球") == ROAD
        assert first("挖地球 施工") == ROAD
        row = Synonym.objects.get(word="挖地球")
        assert (row.added_by, row.added_at) == (actor("steward").name, MONDAY)

    def test_adds_to_what_the_word_stands_for_already(self) -> None:
        add_synonym(word="挖地球", means=[ROAD], actor=actor("steward"), at=MONDAY)

        add_synonym(word="挖地球", means=["取水许可", ROAD], actor=actor("publisher"), at=LATER)

        assert Synonym.objects.get(word="挖地球").means == [ROAD, "取水许可"]
        assert {row.name for row in find("挖地球").results} >= {ROAD, "取水许可"}

    def test_folds_width_case_and_script(self) -> None:
        add_synonym(word="挖馬路子", means=["挖掘城市道路許可"], actor=actor("steward"), at=MONDAY)

        assert Synonym.objects.get(word="挖马路子").means == [ROAD]

    def test_settles_the_searches_that_found_nothing(self) -> None:
        note_empty_search(words="挖地球", at=MONDAY)

        add_synonym(word="挖地球", means=[ROAD], actor=actor("steward"), at=LATER)

        assert empty_searches(actor("steward")).rows == ()
        assert EmptySearch.objects.get().settled_at == LATER

    @pytest.mark.parametrize(
        ("word", "means", "field"),
        [
            ("", [ROAD], "word"),
            ("挖 地球", [ROAD], "word"),
            ("挖a", [ROAD], "word"),
            ("长" * 61, [ROAD], "word"),
            ("挖地球", [], "means"),
            ("挖地球", [" ！"], "means"),
            ("挖地球", ["挖地球"], "means"),
            ("挖地球", ["外星人签证中心"], "means"),
        ],
    )
    def test_refuses_what_would_not_help_and_keeps_nothing(self, word: str, means: list[str], field: str) -> None:
        before = Synonym.objects.count()

        with pytest.raises(BadInput) as refused:
            add_synonym(word=word, means=means, actor=actor("steward"), at=MONDAY)

        assert set(refused.value.errors) == {field}
        assert Synonym.objects.count() == before

    def test_is_refused_to_who_writes_no_items(self) -> None:
        note_empty_search(words="挖地球", at=MONDAY)
        before = Synonym.objects.count()

        for role in ("clerk", "applicant"):
            with pytest.raises(NotYours):
                add_synonym(word="挖地球", means=[ROAD], actor=actor(role), at=MONDAY)
            with pytest.raises(NotYours):
                remove_synonym(word="开店", actor=actor(role), at=MONDAY)
            with pytest.raises(NotYours):
                dismiss_empty_search(words="挖地球", actor=actor(role), at=MONDAY)
            with pytest.raises(NotYours):
                empty_searches(actor(role))
            with pytest.raises(NotYours):
                synonyms(actor(role))

        assert Synonym.objects.count() == before
        assert EmptySearch.objects.get().settled_at is None


class TestRemoveSynonym:
    def test_takes_the_meanings_away_and_remembers_who_did(self) -> None:
        add_synonym(word="挖地球", means=[ROAD], actor=actor("steward"), at=MONDAY)

        remove_synonym(word="挖地球", actor=actor("publisher"), at=MONDAY)

        assert first("挖地球") == ""
        assert Synonym.objects.get(word="挖地球").added_by == actor("publisher").name
        with pytest.raises(NotFound):
            remove_synonym(word="挖地球", actor=actor("publisher"), at=LATER)


class TestNoteEmptySearch:
    def test_counts_the_same_words_however_they_are_written(self) -> None:
        for words in ("外星簽證", "外星签证", "　外星签证！"):
            assert note_empty_search(words=words, at=LATER)

        row = EmptySearch.objects.get()
        assert (row.words, row.times) == ("外星签证", 3)

    @pytest.mark.parametrize(
        "typed",
        [
            "外星人 13912345678",
            "外星人52010319900101001x",
            "外星人 139 1234 5678",
            "外星人１３９１２３４５６７８",
            "外星人 12-34-56-78",
        ],
    )
    def test_leaves_out_what_may_be_somebodys_number(self, typed: str) -> None:
        note_empty_search(words=typed, at=MONDAY)

        assert EmptySearch.objects.get().words == "外星人"

    def test_keeps_nothing_of_nothing(self) -> None:
        for words in ("", "！？", "13912345678"):
            assert not note_empty_search(words=words, at=MONDAY)

        assert not EmptySearch.objects.exists()


class TestSweepEmptySearches:
    def test_forgets_what_was_typed_long_ago_and_all_but_the_newest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongban.catalogue.actions.words.sweep_empty_searches.MOST", 2)
        for days, words in ((0, "外星签证"), (10, "火星路牌"), (20, "月球公园"), (21, "水星学校")):
            note_empty_search(words=words, at=MONDAY + days * DAY)
        note_empty_search(words="火星路牌", at=MONDAY + 22 * DAY)

        assert sweep_empty_searches(at=MONDAY + 22 * DAY) == 2
        assert set(EmptySearch.objects.values_list("words", flat=True)) == {"水星学校", "火星路牌"}

        assert sweep_empty_searches(at=MONDAY + (180 + 21) * DAY) == 0
        assert sweep_empty_searches(at=MONDAY + (180 + 22) * DAY) == 1
        assert EmptySearch.objects.get().words == "火星路牌"


class TestEmptySearches:
    def test_come_by_times_with_names_near_them_in_four_queries_at_most(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for words in ("外星签证", "火星路牌", "火星路牌", "外星签证", "火星路牌", "只搜一次"):
            note_empty_search(words=words, at=MONDAY)
        editor = actor("steward")

        with django_assert_max_num_queries(3):
            found = empty_searches(editor)

        assert [(row.words, row.times) for row in found.rows] == [("火星路牌", 3), ("外星签证", 2)]
        assert all(0 < len(row.near) <= 4 for row in found.rows)
        assert any("路" in name for name in found.rows[0].near)
        assert found.count == len(empty_searches(editor, size=None).rows) == 2

    def test_dismissed_words_come_again_when_somebody_types_them_again(self) -> None:
        note_empty_search(words="外星签证", at=MONDAY)
        dismiss_empty_search(words="外星签证", actor=actor("steward"), at=MONDAY)
        assert empty_searches(actor("steward")).count == 0

        note_empty_search(words="外星签证", at=LATER)

        assert [(row.words, row.times) for row in empty_searches(actor("steward")).rows] == [("外星签证", 2)]
        with pytest.raises(NotFound):
            dismiss_empty_search(words="没有这个", actor=actor("steward"), at=LATER)
