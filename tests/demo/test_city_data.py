"""The demo city as data: every file has the shape agreed on, every code is valid, every reference resolves."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.demo.city_files import Row, authorities, items, load, windows
from tongban.kernel.rules.codes import phone_valid, uscc_valid

DUTIES = {
    "clerk",
    "reviewer",
    "decider",
    "issuer",
    "supervisor",
    "editor",
    "item_reviewer",
    "publisher",
    "administrator",
    "data_steward",
    "helper",
} | {
    "head",
    "government_head",
}

# What each row must have, no more and no less, and of which type.
SHAPES: dict[str, dict[str, type]] = {
    "authorities": dict.fromkeys(
        [
            "key",
            "name",
            "name_en",
            "short_name",
            "document_mark",
            "uscc",
            "line",
            "region",
            "phone",
            "complaint_phone",
            "address",
        ],
        str,
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
    "registers": dict.fromkeys(["key", "name", "name_en", "kind", "provider", "basis"], str)
    | {"connected": bool, "update_days": int, "fields": list},
    "records": dict.fromkeys(["register", "subject"], str) | {"as_of": dt.date, "values": dict},
    "licence_types": dict.fromkeys(["code", "name", "name_en", "authority"], str)
    | {"validity_months": int, "fields": list},
}


# What a row may have besides.
MORE: dict[str, dict[str, type]] = {
    "records": {"object": str, "object_name": str},
    "licence_types": {"template": str, "one_per_holder": bool, "holder_kinds": list, "reminder_days": int},
}

# What an event in a life or a business, or a section of the portal, says beyond what a subject says.
OF_EVENTS = dict.fromkeys(["kind", "note", "note_en", "icon"], str)


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
        shape = SHAPES[table] | (OF_EVENTS if table == "themes" and "kind" in row else {})
        more = MORE.get(table, {})
        assert set(row) - set(more) == set(shape), (file, place)
        for key, kind in (shape | {key: kind for key, kind in more.items() if key in row}).items():
            assert isinstance(row[key], kind), (file, place, key)


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
    def test_there_are_42_and_the_government(self) -> None:
        assert len(authorities()) == len(load("authorities.toml")["authorities"]) == 43
        assert authorities()["zhengfu"]["name"] == "贵阳市人民政府"

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
            assert phone_valid(row["phone"]), row["key"]
            assert phone_valid(row["complaint_phone"]), row["key"]
            assert row["phone"].startswith("0851-99")
            assert row["complaint_phone"].startswith("0851-99")
            assert row["phone"] != row["complaint_phone"]


class TestHalls:
    def test_the_city_hall_has_windows_for_every_authority_but_the_government_itself(self) -> None:
        hall = load("halls.toml")["halls"][0]

        received = {key for window in hall["windows"] for key in window["authorities"]}
        assert len(hall["windows"]) >= 12
        assert received == set(authorities()) - {"zhengfu"}

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
                assert duty["kind"] in DUTIES, official["username"]
                assert duty["authority"] in authorities(), official["username"]
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
