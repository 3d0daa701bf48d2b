"""The demo city as data: every file has the shape agreed on, every code is valid, every reference resolves."""

from __future__ import annotations

import datetime as dt
import functools
import pathlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tongban.kernel.rules.codes import (
    catalog_code_valid,
    phone_valid,
    resident_id_valid,
    task_code,
    task_code_valid,
    uscc_valid,
)

CITY = pathlib.Path(__file__).resolve().parents[2] / "demo" / "guiyang"
DUTIES = {"clerk", "reviewer", "decider", "issuer", "supervisor", "editor", "publisher", "administrator"}
Row = dict[str, Any]

# What each row must have, and of which type; "?" marks what may be absent.
SHAPES: dict[str, dict[str, type | str]] = {
    "authorities": dict.fromkeys(
        ["key", "name", "short_name", "uscc", "line", "region", "phone", "complaint_phone", "address"], str
    ),
    "halls": dict.fromkeys(["key", "name", "region", "address", "hours", "phone"], str) | {"windows": list},
    "themes": {"key": str, "name": str, "name_en": str, "audience": list},
    "officials": {"username": str, "name": str, "authority": str, "duties": list},
    "persons": dict.fromkeys(["key", "name", "id_kind", "id_number", "phone", "email"], str)
    | {"assurance": int, "invented": bool},
    "organisations": dict.fromkeys(
        [
            "key",
            "uscc",
            "name",
            "kind",
            "legal_representative",
            "legal_representative_person",
            "address",
            "phone",
            "status",
        ],
        str,
    )
    | {"registered_on": dt.date, "invented": bool},
    "accounts": {"username": str, "person": str, "email": str},
    "records": dict.fromkeys(["register", "register_name", "provider", "subject"], str)
    | {"as_of": dt.date, "values": dict},
    "licence_types": dict.fromkeys(["code", "name", "name_en", "authority"], str)
    | {"validity_months": int, "fields": list},
}


def load(path: str) -> Row:
    """Return a file of the demo city as a table."""
    with (CITY / path).open("rb") as file:
        return tomllib.load(file)


@functools.cache
def items() -> dict[str, Row]:
    """Return every service item by the name of its file."""
    return {path.stem: load(f"items/{path.name}") for path in sorted((CITY / "items").glob("*.toml"))}


def authorities() -> dict[str, Row]:
    """Return the authorities by key."""
    return {row["key"]: row for row in load("authorities.toml")["authorities"]}


def windows() -> dict[str, Row]:
    """Return the windows of all halls by number."""
    return {window["number"]: window for hall in load("halls.toml")["halls"] for window in hall["windows"]}


def form_keys(item: Row) -> dict[str, Row]:
    """Return the fields of an item's form by key."""
    return {field["key"]: field for group in item["form"] for field in group["fields"]}


def repeated(values: Iterator[str]) -> list[str]:
    """Return what occurs more than once."""
    return [value for value, times in Counter(values).items() if times > 1]


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("authorities.toml", "authorities"),
        ("halls.toml", "halls"),
        ("themes.toml", "themes"),
        ("officials.toml", "officials"),
        ("people.toml", "persons"),
        ("people.toml", "organisations"),
        ("people.toml", "accounts"),
        ("registers.toml", "records"),
        ("licence_types.toml", "licence_types"),
    ],
)
def test_every_row_has_its_keys_and_types(file: str, table: str) -> None:
    for place, row in enumerate(load(file)[table], 1):
        assert set(row) == set(SHAPES[table]), (file, place)
        for key, kind in SHAPES[table].items():
            assert isinstance(kind, type) and isinstance(row[key], kind), (file, place, key)


class TestCity:
    def test_names_its_codes_and_languages(self) -> None:
        city = load("city.toml")

        assert (city["name"], city["code"], city["province_code"]) == ("贵阳市", "520100", "520000")
        assert city["divisions_prefix"] == "5201"
        assert city["languages"] == ["zh-hans", "en", "zh-hant"]
        assert city["default_hall"] in {hall["key"] for hall in load("halls.toml")["halls"]}
        assert city["operator"] in authorities()

    def test_says_that_its_numbers_are_invented(self) -> None:
        assert "虚构" in load("city.toml")["numbering"]["authorities"]


class TestAuthorities:
    def test_there_are_42(self) -> None:
        assert len(authorities()) == len(load("authorities.toml")["authorities"]) == 42

    def test_codes_are_valid_and_nobody_s(self) -> None:
        for row in authorities().values():
            assert uscc_valid(row["uscc"]), row["key"]
            assert row["uscc"].startswith("11520100TB0001"), row["key"]
            assert re.fullmatch(r"[0-9]{2}", row["line"]), row["key"]
            assert row["region"] == "520100000000"
        assert not repeated(row["uscc"] for row in authorities().values())
        assert not repeated(row["name"] for row in authorities().values())

    def test_telephones_have_an_area_code_differ_and_reach_nobody(self) -> None:
        for row in authorities().values():
            assert phone_valid(row["phone"]) and phone_valid(row["complaint_phone"]), row["key"]
            assert row["phone"].startswith("0851-99") and row["complaint_phone"].startswith("0851-99")
            assert row["phone"] != row["complaint_phone"]


class TestHalls:
    def test_the_city_hall_has_windows_for_every_authority(self) -> None:
        hall = load("halls.toml")["halls"][0]

        received = {key for window in hall["windows"] for key in window["authorities"]}
        assert len(hall["windows"]) >= 12
        assert received == set(authorities())

    def test_window_numbers_are_unique_and_their_authorities_exist(self) -> None:
        halls = load("halls.toml")["halls"]

        assert not repeated(window["number"] for hall in halls for window in hall["windows"])
        for window in windows().values():
            assert set(window) == {"number", "name", "authorities"}
            assert set(window["authorities"]) <= set(authorities()), window["number"]


class TestOfficials:
    def test_duties_are_known_and_at_known_places(self) -> None:
        for official in load("officials.toml")["officials"]:
            assert official["authority"] in authorities(), official["username"]
            for duty in official["duties"]:
                assert duty["kind"] in DUTIES and duty["authority"] in authorities(), official["username"]
                if duty["kind"] == "clerk":
                    assert duty["authority"] in windows()[duty["window"]]["authorities"], official["username"]
                else:
                    assert "window" not in duty

    def test_receiving_reviewing_deciding_and_sealing_are_apart(self) -> None:
        for official in load("officials.toml")["officials"]:
            held = Counter(duty["authority"] for duty in official["duties"])
            assert max(held.values()) == 1, official["username"]

    def test_every_item_can_be_received_reviewed_decided_and_issued(self) -> None:
        staffed = {(duty["kind"], duty["authority"]) for row in self._officials() for duty in row["duties"]}

        for name, item in items().items():
            needed = {(kind, item["authority"]) for kind in ("clerk", "decider", "issuer")}
            needed |= {("reviewer", step["authority"]) for step in item["steps"]}
            assert needed <= staffed, name

    def test_the_city_has_its_supervisor_editor_publisher_and_administrator(self) -> None:
        kinds = {duty["kind"] for row in self._officials() for duty in row["duties"]}

        assert kinds == DUTIES
        assert not repeated(row["username"] for row in self._officials())
        assert not repeated(row["name"] for row in self._officials())

    def _officials(self) -> list[Row]:
        rows: list[Row] = load("officials.toml")["officials"]
        return rows


class TestPeople:
    def test_persons_cannot_be_anybody(self) -> None:
        persons = load("people.toml")["persons"]

        assert len(persons) >= 6
        for person in persons:
            assert person["invented"] is True
            assert resident_id_valid(person["id_number"]) and person["id_number"].startswith("529900")
            assert phone_valid(person["phone"]) and person["email"].endswith("@example.com")

    def test_organisations_cannot_be_anybody(self) -> None:
        organisations = load("people.toml")["organisations"]

        assert len(organisations) >= 4
        for organisation in organisations:
            assert organisation["invented"] is True and "（示例）" in organisation["name"]
            assert uscc_valid(organisation["uscc"]) and organisation["uscc"][2:8] == "529900"

    def test_mandates_and_accounts_name_people_that_exist(self) -> None:
        people = load("people.toml")
        persons = {row["key"]: row for row in people["persons"]}
        organisations = {row["key"] for row in people["organisations"]}

        for mandate in people["mandates"]:
            assert ("organisation" in mandate) != ("principal" in mandate)
            assert mandate.get("organisation", next(iter(organisations))) in organisations
            assert mandate.get("principal", mandate["agent"]) in persons and mandate["agent"] in persons
            assert isinstance(mandate["starts_on"], dt.date)
        for account in people["accounts"]:
            assert account["person"] in persons
        for organisation in people["organisations"]:
            head = persons[organisation["legal_representative_person"]]
            assert head["name"] == organisation["legal_representative"]


class TestRegisters:
    def test_records_agree_with_the_people(self) -> None:
        people = load("people.toml")
        names = {row["id_number"]: row["name"] for row in people["persons"]}
        names |= {row["uscc"]: row["name"] for row in people["organisations"]}
        records = load("registers.toml")["records"]

        assert {record["subject"] for record in records} == set(names)
        for record in records:
            known = record["values"]
            assert known.get("org.name", known.get("person.name")) == names[record["subject"]]
            assert record["provider"] in authorities()
            assert all(isinstance(value, str) for value in known.values())

    def test_every_element_that_a_form_asks_for_is_known(self) -> None:
        known = {element for record in load("registers.toml")["records"] for element in record["values"]}

        for name, item in items().items():
            asked = {field["element"] for field in form_keys(item).values() if field["element"]}
            assert asked <= known, name


class TestLicenceTypes:
    def test_every_licence_named_by_an_item_has_its_type(self) -> None:
        types = {row["code"]: row for row in load("licence_types.toml")["licence_types"]}

        named = {item["result"]["licence_type"] for item in items().values()} - {""}
        named |= {
            material["exempt_code"]
            for item in items().values()
            for material in item["materials"]
            if material["exempt_path"] == "licence"
        }
        assert named == set(types)

    def test_the_face_is_filled_from_the_form(self) -> None:
        for row in load("licence_types.toml")["licence_types"]:
            issuing = [item for item in items().values() if item["result"]["licence_type"] == row["code"]]
            for item in issuing:
                assert row["authority"] == item["authority"], row["code"]
                assert row["validity_months"] == item["result"].get("validity_months", 0), row["code"]
                for field in row["fields"]:
                    assert set(field) == {"label", "label_en", "key"}
                    assert field["key"] in form_keys(item), (row["code"], field["key"])


def test_codes_of_items_are_local_unique_and_in_their_department() -> None:
    by_code = Counter(item["catalog_code"] for item in items().values())

    assert max(by_code.values()) == 1
    for name, item in items().items():
        code, authority = item["catalog_code"], authorities()[item["authority"]]
        assert catalog_code_valid(code) and code.startswith("52") and code[2:4] == item["type"], name
        # 72 is the line of medicines and medical devices, which market supervision looks after in a city.
        assert code[4:6] in {authority["line"], *(["72"] if item["authority"] == "shichang" else [])}, name
        assert task_code_valid(task_code(authority["uscc"], item["level"], code)), name
