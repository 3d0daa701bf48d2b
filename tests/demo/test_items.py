"""The service items of the demo city: complete by the importer's own reading, and good by the quality rules."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.demo.city_files import Row, authorities, form_keys, items, load, ordinary, windows
from tongban.catalogue.rules.item_file import read_item
from tongban.kernel.rules.codes import catalog_code_valid, task_code, task_code_valid

KEYS = {
    "catalog_code name name_en aliases authority type level instance audience themes joint legal_days legal_unit",
    "promised_days promised_unit conditions channels online_depth visits address office_hours phone",
    "complaint_phone basis result materials steps questions form",
    "condition_rules review handling power_source body_kind",
}
OPTIONAL = {
    *("fees", "variant", "commitment", "situations", "visits_reason", "service_area", "delegated_to", "self_service"),
    *("pays_online", "listed_as", "result_sample", "business_items", "cancelled_proofs", "intermediaries"),
    "special_procedures",
}
REQUIRED = {key for line in KEYS for key in line.split()}
MATERIAL = {
    "code",
    "name",
    "name_en",
    "necessity",
    "carrier",
    "source",
    "issuer",
    "form",
    "copies",
    "accepts",
    "max_mb",
    "note",
    "exempt_path",
    "exempt_code",
    "exempt_reason",
}
CATCH_ALL = re.compile(r"其他.*材料|法律法规规定的其他|等材料|相关材料")
# Calendar days that n working days take at least, for comparing limits of different units.
WEEK = 7 / 5


@pytest.fixture(params=sorted(items()))
def item(request: pytest.FixtureRequest) -> Row:
    """Return each item in turn."""
    return items()[request.param]


def days(amount: int, unit: str) -> float:
    """Return a limit in calendar days."""
    return amount * WEEK if unit == "working" else float(amount)


class TestEachItem:
    def test_is_complete_and_reads_as_the_importer_reads_it(self, item: Row) -> None:
        content, problems = read_item(item, file=item["name"], row=1)

        assert problems == []
        assert content is not None
        assert set(item) - OPTIONAL == REQUIRED
        for material in item["materials"]:
            assert set(material) - {"sample", "defer_days", "is_proof"} == MATERIAL, material["name"]
        assert len(item["aliases"]) >= 4
        assert len(set(item["aliases"])) == len(item["aliases"])
        assert item["conditions"]
        assert item["questions"]
        assert item["materials"]

    def test_asks_at_least_three_questions_of_its_own(self, item: Row) -> None:
        asked = [
            key for key, field in form_keys(item).items() if field["element"].split(".")[0] not in ("org", "person")
        ]

        assert len(asked) >= 3
        assert all(field["title_en"] for field in form_keys(item).values())

    def test_refers_to_what_exists(self, item: Row) -> None:
        themes = {theme["key"]: theme for theme in load("themes.toml")["themes"]}

        assert item["authority"] in authorities()
        assert all(step["authority"] in authorities() for step in item["steps"])
        assert item["themes"]
        assert set(item["themes"]) <= set(themes)
        for audience in item["audience"]:
            assert any(audience in themes[theme]["audience"] for theme in item["themes"])
        for theme in item["themes"]:  # Q10
            assert set(themes[theme]["audience"]) & set(item["audience"]), theme
        number = re.search(r"([A-G][0-9]{2}) 号窗口", item["address"])
        assert number
        assert item["authority"] in windows()[number[1]]["authorities"]

    def test_promises_no_more_time_than_the_law_gives(self, item: Row) -> None:
        promised = days(item["promised_days"], item["promised_unit"])
        legal = days(item["legal_days"], item["legal_unit"])

        assert promised <= legal  # Q01
        assert (item["instance"] == "instant") == (item["promised_days"] == 0)  # Q02
        assert sum(step["days"] for step in item["steps"]) <= item["promised_days"]  # Q12
        assert [step["lead"] for step in item["steps"]].count(True) == 1

    def test_hands_over_what_its_name_says(self, item: Row) -> None:
        result = item["result"]

        if re.search(r"(证|证书)$", result["name"]):
            assert result["kind"] == "licence"  # Q03
        assert (result["kind"] == "licence") == bool(result["licence_type"])

    def test_is_done_without_a_visit_exactly_when_it_is_done_online(self, item: Row) -> None:
        assert (item["visits"] == 0) == ("5" in item["online_depth"])  # Q04, Q06
        if "5" in item["online_depth"]:
            assert "web" in item["channels"]
        else:
            assert item["visits_reason"]
            told = " ".join(question["question"] + question["answer"] for question in item["questions"])
            assert re.search(r"到场|到现场|跑|到窗口|在场", told), "why must one come?"

    def test_can_be_asked_about_and_complained_about(self, item: Row) -> None:
        assert item["phone"] != item["complaint_phone"]  # Q08
        assert item["phone"].startswith("0851-")
        assert item["complaint_phone"].startswith("0851-")
        assert "工作日" in item["office_hours"]  # Q09

    def test_names_each_material_plainly(self, item: Row) -> None:
        for material in item["materials"]:
            assert not CATCH_ALL.search(material["name"] + material["note"]), material["name"]  # Q13
            assert material["note"], material["name"]
            assert bool(material["accepts"]) == (material["carrier"] == "file")
            assert bool(material["accepts"]) == (material["max_mb"] > 0)

    def test_does_not_ask_for_what_government_has_unless_it_says_why(self, item: Row) -> None:
        for material in item["materials"]:  # Q16
            if material["source"] == "government":
                assert material["exempt_reason"], material["name"]
                assert material["issuer"], material["name"]
                assert (material["exempt_path"] != "none") == bool(material["exempt_code"])
            else:
                assert material["exempt_path"] in ("none", "cancelled")
                assert not material["exempt_code"]

    def test_rests_on_law_or_says_that_it_is_local(self, item: Row) -> None:
        for basis in item["basis"]:
            assert basis["local_parameter"] == (basis["article"] == ""), basis["law"]
            assert basis["local_parameter"] or re.search(r"第.+[条项]", basis["article"])

    def test_gives_a_standard_and_a_basis_for_each_fee(self, item: Row) -> None:
        for fee in item.get("fees", []):
            assert fee["standard"]
            assert fee["basis"]


class TestAllItems:
    def test_there_are_at_least_66_of_many_kinds(self) -> None:
        kinds = {item["type"] for item in items().values()}

        assert len(items()) >= 66
        assert kinds == {"01", "05", "07", "08", "09", "10", "20"}
        assert {item["instance"] for item in items().values()} == {"instant", "promised"}
        assert len({item["authority"] for item in items().values()}) >= 30
        assert {theme for item in items().values() for theme in item["themes"]} == {
            theme["key"] for theme in load("themes.toml")["themes"]
        }
        assert len({item["name"] for item in ordinary().values()}) == len(ordinary())

    def test_plain_words_lead_to_few_items(self) -> None:
        spoken: dict[str, list[str]] = {}
        for name, item in ordinary().items():
            for alias in item["aliases"]:
                spoken.setdefault(alias, []).append(name)

        assert [alias for alias, names in spoken.items() if len(names) > 1] == []


def test_variants_stand_beside_an_ordinary_item_of_the_same_authority() -> None:
    beside = {(item["catalog_code"], item["name"], item["authority"], item["level"]) for item in ordinary().values()}
    variants = [item for item in items().values() if item.get("variant")]

    assert {item["variant"] for item in variants} == {"five-stage", "two-stage"}
    for item in variants:
        assert (item["catalog_code"], item["name"], item["authority"], item["level"]) in beside


def test_codes_of_items_are_local_unique_and_in_their_department() -> None:
    by_code = Counter(item["catalog_code"] for item in ordinary().values())

    assert max(by_code.values()) == 1
    for name, item in items().items():
        code, authority = item["catalog_code"], authorities()[item["authority"]]
        assert catalog_code_valid(code), name
        assert (code[:2], code[2:4]) == ("52", item["type"]), name
        # 72 is the line of medicines and medical devices, which market supervision looks after in a city.
        assert code[4:6] in {authority["line"], *(["72"] if item["authority"] == "shichang" else [])}, name
        assert task_code_valid(task_code(authority["uscc"], item["level"], code)), name


def test_what_may_be_promised_replaces_materials_of_the_item_and_days_are_within_its_limit() -> None:
    promising = [item for item in items().values() if item.get("commitment")]
    deferring = [
        (item, each) for item in items().values() for each in item["materials"] if each.get("defer_days") is not None
    ]

    assert promising
    assert deferring
    for item in promising:
        codes = {each["code"] for each in item["materials"]}
        assert set(item["commitment"]["replaces"]) <= codes
    for item, each in deferring:
        assert each["necessity"] == "deferrable"
        assert each["defer_days"] <= item["promised_days"]
