"""Which items, materials and services stand on which list."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogue.factories import COUNTY, imported
from tests.catalogue.published_lists.listed import FIRST, a_bare_service, a_material, a_power, names
from tongban.catalogue.queries.published_lists import list_all, published_lists
from tongban.catalogue.rules.published_lists import BY_KEY, LISTS

pytestmark = pytest.mark.usefixtures("city")

PROMISE = {"version": "1", "told": "告知", "promised": "承诺", "replaces": ["site"], "verify_days": 30}

# For each list: what puts a service on it, and what does not.
PUTS_ON: list[tuple[str, dict[str, Any]]] = [
    ("at-once", {"instance": "instant", "promised_days": 0}),
    ("online", {"online_depth": ["1", "5"], "visits": 0}),
    ("online", {"visits": 0, "channels": ["window", "mobile"]}),
    ("nearby", {"delegated_to": ["5"]}),
    ("nearby", {"self_service": True}),
    ("nearby", {"level": "5"}),
    ("one-visit", {"visits": 1}),
    ("one-visit", {"visits": 0, "channels": ["window", "express"]}),
    ("proofs", {"materials": [a_material("site", "场地证明", is_proof=True)]}),
    ("proofs", {"cancelled_proofs": [{"name": "居住证明", "instead": "部门核验"}]}),
    ("deferrable", {"materials": [a_material("site", "场地证明", necessity="deferrable", defer_days=5)]}),
    (
        "commitment",
        {"materials": [a_material("site", "场地证明")], "commitment": {**PROMISE, "verify_method": "data"}},
    ),
    ("intermediaries", {"intermediaries": [{"name": "房屋测绘", "basis": "某办法"}]}),
    ("cross-province", {"service_area": "national"}),
    ("cross-province", {"service_area": "cross_province"}),
    ("province-wide", {"service_area": "cross_city"}),
    ("city-wide", {"service_area": "cross_county"}),
    ("delegated", {"delegated_to": ["6"]}),
]


class TestBelonging:
    @pytest.mark.parametrize(("key", "said"), PUTS_ON)
    def test_follows_from_what_the_item_says(self, key: str, said: dict[str, Any]) -> None:
        imported(a_bare_service(1, "甲事项", **said), a_bare_service(2, "乙事项"), at=FIRST)

        assert names(key) == ["甲事项"]
        assert sorted(names("powers")) == ["乙事项", "甲事项"]

    @pytest.mark.parametrize("standing", ["suspended", "cancelled"])
    @pytest.mark.parametrize(("key", "said"), PUTS_ON[:2] + PUTS_ON[8:13])
    def test_ends_when_nobody_may_apply(self, key: str, said: dict[str, Any], standing: str) -> None:
        imported(a_bare_service(1, "甲事项", standing=standing, standing_reason="机构调整", **said), at=FIRST)

        assert names(key) == []
        assert names("powers") == (["甲事项"] if standing == "suspended" else [])

    def test_of_a_power_is_in_the_list_of_powers_alone(self) -> None:
        imported(a_power(delegated_to=["5"]), a_bare_service(1, "甲事项"), at=FIRST)

        power, service = names("powers", part="ex-officio"), names("powers", part="applied")

        assert (power, service) == (["对擅自挖掘城市道路的处罚（1）"], ["甲事项"])
        assert {each.key for each in LISTS if power[0] in names(each.key)} == {"powers"}

    def test_leaves_out_what_is_in_use_beside_the_ordinary_version(self) -> None:
        ordinary = a_bare_service(1, "甲事项", visits=1)
        imported(ordinary, {**ordinary, "variant": "promise"}, at=FIRST)

        assert names("one-visit") == ["甲事项"]

    def test_of_a_county_stands_behind_that_of_the_city(self) -> None:
        here = a_bare_service(1, "甲事项", visits=1)
        imported({**here, "authority": "county", "level": "4"}, here, at=FIRST)

        rows = list(list_all("one-visit"))

        assert [row.cells[1] for row in rows] == ["某市市政局", "某县城管局"]
        assert [row.cells[1] for row in list_all("one-visit", None, _of_region(COUNTY))] == ["某县城管局"]


def _of_region(code: str) -> Any:
    from tongban.catalogue.queries.published_lists import ListFilter

    return ListFilter(region=code)


class TestCells:
    def test_of_a_power_say_its_ground_its_duties_and_who_watches(self) -> None:
        imported(a_power(), at=FIRST)

        (row,) = list_all("powers")
        cells = dict(zip((column.key for column in BY_KEY["powers"].columns), row.cells, strict=True))

        assert cells["basis"] == "《城市道路管理条例》第四十二条"
        assert cells["duties"] == "立案、调查取证、告知、决定"
        assert (cells["type"], cells["power_source"], cells["standing"]) == ("02", "1", "in_use")
        assert cells["supervision"] == "0851-99020001"
        assert row.guide == "powers"

    def test_of_proofs_say_which_are_kept_and_what_came_instead(self) -> None:
        proofs = [
            {"name": "居住证明", "instead": "部门核验", "basis": "某通知"},
            {"name": "婚姻证明", "instead": "共享"},
        ]
        kept = a_material("site", "场地证明", is_proof=True, issuer="村委会", basis="某条例")
        imported(a_bare_service(1, "甲事项", materials=[kept], cancelled_proofs=proofs), at=FIRST)

        assert [row.cells[5:] for row in list_all("proofs")] == [
            ("场地证明", "kept", "村委会", "某条例", ""),
            ("居住证明", "cancelled", "", "某通知", "部门核验"),
            ("婚姻证明", "cancelled", "", "", "共享"),
        ]

    def test_of_a_promise_name_the_materials_that_it_replaces(self) -> None:
        materials = [a_material("site", "场地证明"), a_material("plan", "平面图")]
        promise = {**PROMISE, "replaces": ["plan", "site"], "verify_method": "site"}
        imported(a_bare_service(1, "甲事项", materials=materials, commitment=promise), at=FIRST)

        (row,) = list_all("commitment")

        assert row.cells[5:] == ("场地证明、平面图", "site", 30)

    def test_of_a_service_name_its_material_and_who_pays(self) -> None:
        service = {"name": "房屋测绘", "basis": "某办法", "material": "plan", "payer": "审批部门"}
        imported(
            a_bare_service(1, "甲事项", materials=[a_material("plan", "平面图")], intermediaries=[service]), at=FIRST
        )

        (row,) = list_all("intermediaries")

        assert row.cells[5:] == ("房屋测绘", "某办法", "平面图", "", "审批部门")


class TestCounts:
    def test_are_those_of_the_rows_of_every_list(self) -> None:
        imported(
            a_power(),
            *(a_bare_service(number, f"事项{number}", **said) for number, (_, said) in enumerate(PUTS_ON, 1)),
            at=FIRST,
        )

        for summary in published_lists():
            rows = list(list_all(summary.list.key))
            assert (summary.rows, summary.items) == (len(rows), len({row.code for row in rows})), summary.list.key
            assert summary.parts == {
                part.key: len(names(summary.list.key, part=part.key)) for part in summary.list.parts
            }
        assert sum(summary.rows for summary in published_lists()) > 30

    def test_of_proofs_tell_rows_from_items(self) -> None:
        gone = [{"name": "居住证明", "instead": "部门核验"}]
        kept = [a_material("a", "甲证明", is_proof=True), a_material("b", "乙证明", is_proof=True)]
        imported(a_bare_service(1, "甲事项", materials=kept, cancelled_proofs=gone), at=FIRST)

        proofs = next(each for each in published_lists() if each.list.key == "proofs")

        assert (proofs.rows, proofs.items, proofs.parts) == (3, 1, {"kept": 2, "cancelled": 1})
