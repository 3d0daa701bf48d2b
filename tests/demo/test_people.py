"""The people of the demo city, what its registers know of them, and the licences they may hold."""

from __future__ import annotations

import datetime as dt

from tests.demo.city_files import authorities, form_keys, items, load
from tongban.kernel.rules.codes import phone_valid, resident_id_valid, uscc_valid


class TestPeople:
    def test_persons_cannot_be_anybody(self) -> None:
        persons = load("people.toml")["persons"]

        assert len(persons) >= 6
        for person in persons:
            assert person["invented"] is True
            assert resident_id_valid(person["id_number"])
            assert person["id_number"].startswith("529900")
            assert phone_valid(person["phone"])
            assert person["email"].endswith("@example.com")

    def test_organisations_cannot_be_anybody(self) -> None:
        organisations = load("people.toml")["organisations"]

        assert len(organisations) >= 4
        for organisation in organisations:
            assert organisation["invented"] is True
            assert "（示例）" in organisation["name"]
            assert uscc_valid(organisation["uscc"])
            assert organisation["uscc"][2:8] == "529900"

    def test_mandates_and_accounts_name_people_that_exist(self) -> None:
        people = load("people.toml")
        persons = {row["key"]: row for row in people["persons"]}
        organisations = {row["key"] for row in people["organisations"]}

        for mandate in people["mandates"]:
            assert ("organisation" in mandate) != ("principal" in mandate)
            assert mandate.get("organisation", next(iter(organisations))) in organisations
            assert mandate.get("principal", mandate["agent"]) in persons
            assert mandate["agent"] in persons
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
        registers = {row["key"]: row for row in load("registers.toml")["registers"]}
        records = load("registers.toml")["records"]

        assert {record["subject"] for record in records} == set(names)
        assert {register["provider"] for register in registers.values()} <= set(authorities())
        for record in records:
            known = record["values"]
            told = known.get("org.name", known.get("person.name", names[record["subject"]]))
            assert told == names[record["subject"]]
            assert set(known) <= {field["element"] for field in registers[record["register"]]["fields"]}

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
                    assert set(field) - {"level"} == {"label", "label_en", "key"}
                    assert field["key"] in form_keys(item), (row["code"], field["key"])
