import pytest

from tests.api.client import Api, api_of
from tongban.catalogue.models import EmptySearch, Synonym

ROAD = "挖掘城市道路许可"


class TestSynonyms:
    def test_are_said_read_and_taken_away_by_an_editor(self, visitor: Api) -> None:
        steward = api_of("steward")
        before = visitor.get("items", {"q": "挖地球"}).json()

        said = steward.post("synonyms", {"word": "挖地球", "means": [ROAD]}, key="say-once")

        assert (said.status_code, said.json()) == (201, {"word": "挖地球", "means": [ROAD]})
        assert steward.post("synonyms", {"word": "挖地球", "means": [ROAD]}, key="say-once").json() == said.json()
        assert visitor.get("items", {"q": "挖地球"}).json()["results"][0]["name"] == ROAD
        read = steward.get("synonyms").json()
        assert {"挖地球", "开店"} <= {row["word"] for row in read["results"]}
        assert steward.delete("synonyms/挖地球").status_code == 204
        assert steward.delete("synonyms/挖地球").status_code == 404
        assert visitor.get("items", {"q": "挖地球"}).json() == before

    def test_are_refused_with_the_field_and_to_others(self) -> None:
        before = Synonym.objects.count()

        wrong = api_of("steward").post("synonyms", {"word": "a b", "means": ["外星人签证处"]})
        refused = api_of("clerk").post("synonyms", {"word": "挖地球", "means": [ROAD]})

        assert wrong.status_code == 422
        assert {each["field"] for each in wrong.json()["errors"]} == {"word", "means"}
        assert refused.status_code == 403
        assert api_of("clerk").get("synonyms").status_code == 403
        assert Synonym.objects.count() == before


class TestEmptySearches:
    def test_are_noted_where_a_word_finds_nothing_and_read_by_an_editor(self, visitor: Api) -> None:
        visitor.get("items", {"q": "quizzquux"})
        assert api_of("steward").get("empty-searches").json()["count"] == 0
        visitor.get("items", {"q": "quizzquux"})
        visitor.get("items", {"q": "quizzquux", "page": 2})
        visitor.get("items", {"q": "quizzquux", "audience": "person"})

        found = api_of("steward").get("empty-searches").json()

        assert [(row["words"], row["times"]) for row in found["results"]] == [("quizzquux", 2)]
        assert api_of("clerk").get("empty-searches").status_code == 403
        assert EmptySearch.objects.count() == 1


class TestFindItems:
    def test_folds_the_places_of_an_item_and_narrows_by_the_rest(self, visitor: Api) -> None:
        everything = visitor.get("items", {"q": "许可"}).json()

        once = visitor.get("items", {"q": "许可", "collapse": "true"}).json()
        online = visitor.get("items", {"q": "许可", "depth": "5", "instance": "promised"}).json()

        assert once["doors"] == everything["count"] >= once["count"] > 0
        assert all(row["also"] == 0 for row in everything["results"])
        assert 0 < online["count"] <= everything["count"]
        assert {"audience", "theme", "authority", "region", "depth", "instance"} == set(everything["facets"])

    @pytest.mark.parametrize("region", ["520103000000", "520103001000", "999999999999", "x"])
    def test_bears_any_region(self, visitor: Api, region: str) -> None:
        assert visitor.get("items", {"q": "许可", "region": region}).status_code == 200
