"""The headline applications of `./tongban bench burden` are ordinary ones of the demo's items and people."""

import pytest

from tests.demo.city_files import Row, form_keys, load, ordinary

JOURNEYS: list[Row] = load("burden.toml")["journeys"]


@pytest.mark.parametrize("journey", JOURNEYS, ids=[each["key"] for each in JOURNEYS])
class TestEachJourney:
    def test_is_of_an_item_and_types_what_its_form_asks(self, journey: Row) -> None:
        item = next(each for each in ordinary().values() if each["name"] == journey["item"])
        fields = form_keys(item)

        for key, value in journey.get("answers", {}).items():
            choices = fields[key].get("choices")
            assert not choices or set(value if isinstance(value, list) else [value]) <= set(choices)
            assert not fields[key].get("element"), "what government knows is not typed"

    def test_gives_and_keeps_papers_that_the_item_asks_for(self, journey: Row) -> None:
        item = next(each for each in ordinary().values() if each["name"] == journey["item"])
        asked = {each["code"]: each["name"] for each in item["materials"] if each["carrier"] == "file"}

        assert set(journey["files"]) <= set(asked)
        assert journey.get("space", {}).items() <= asked.items()

    def test_is_of_somebody_who_can_sign_in(self, journey: Row) -> None:
        people = load("people.toml")

        assert journey["account"] in {each["username"] for each in people["accounts"]}
        assert journey.get("organisation", "") in {"", *(each["name"] for each in people["organisations"])}


def test_the_construction_permit_asked_for_34_papers_and_asks_for_2() -> None:
    journey = next(each for each in JOURNEYS if each["key"] == "permit")
    item = next(each for each in ordinary().values() if each["name"] == journey["item"])

    before = [each for each in item["materials"] if each["carrier"] != "form"]
    assert (len(before), len(journey["files"])) == (34, 2)
