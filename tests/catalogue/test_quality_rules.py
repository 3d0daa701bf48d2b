"""The quality rules on contents: each finds its own fault, and nothing else is found."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import pytest

from tests.catalogue.factories import an_item
from tongban.catalogue.actions.load_quality_rules import shipped_rules
from tongban.catalogue.rules.item_file import read_item
from tongban.catalogue.rules.quality import (
    Around,
    Office,
    Rule,
    RuleSet,
    check_quality,
    differing,
    rule_set,
    standard_of,
)

AROUND = Around(
    offices={"works": Office("0851-99010001", "0851-99020001", "市政大楼 8 号窗口")},
    themes={"construction": ["company"], "family": ["person"]},
    closed=frozenset({"520117002999"}),
)


def shipped(around: Around = AROUND, **severities: str) -> RuleSet:
    return rule_set(
        [
            Rule(row["code"], severities.get(row["code"], row["severity"]), row["title"], row["basis"], row["settings"])
            for row in shipped_rules()
        ],
        around,
    )


def content(**changes: Any) -> dict[str, Any]:
    read, problems = read_item(an_item(**changes), file="", row=1)
    assert problems == []
    assert read is not None
    return dict(read.data)


def found(**changes: Any) -> list[tuple[str, str, str]]:
    return [(each.rule, each.severity.value, each.field) for each in check_quality(content(**changes), shipped())]


def material(place: int, **changes: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = an_item()["materials"]
    rows[place] |= changes
    return rows


CHOICES = [{"value": "yes", "label": "是", "without": ["no-such"]}, {"value": "no", "label": "否"}]
FEE = {"name": "占道费", "standard": "每平方米 1 元", "basis": "某市收费办法"}


def words(something: Any) -> int:
    """Count what a content says: the values in it that hold no others."""
    inner = something.values() if isinstance(something, dict) else something if isinstance(something, list) else None
    return 1 if inner is None else sum(words(each) for each in inner)


class TestCheckQuality:
    def test_finds_nothing_in_a_good_item(self) -> None:
        assert found() == []

    @pytest.mark.parametrize(
        ("changes", "finding"),
        [
            ({"legal_days": 8}, ("Q01", "error", "promised_days")),
            ({"legal_days": 11, "legal_unit": "calendar"}, ("Q01", "error", "promised_days")),
            ({"review": "at_once"}, ("Q02", "error", "review")),
            ({"review": None}, ("Q02", "error", "review")),
            ({"result_sample": None}, ("Q03", "error", "result_sample")),
            ({"result": {"name": "挖掘许可证", "kind": "document"}}, ("Q03", "error", "result.kind")),
            (
                {"result": {"name": "同意挖掘的批复", "kind": "licence", "licence_type": "road-excavation"}},
                ("Q03", "error", "result.kind"),
            ),
            ({"result": {"name": "挖掘许可证（正本、副本）", "kind": "document"}}, ("Q03", "error", "result.kind")),
            ({"result": {"kind": "document"}}, ("Q03", "error", "result.name")),
            ({"visits": 1, "visits_reason": "", "online_depth": []}, ("Q04", "error", "visits_reason")),
            ({"visits_reason": "须核对原件"}, ("Q04", "error", "visits_reason")),
            ({"visits": 1, "visits_reason": "无需到现场", "online_depth": []}, ("Q04", "error", "visits_reason")),
            ({"visits": 0, "channels": ["window"], "online_depth": []}, ("Q05", "error", "channels")),
            ({"visits": 1, "visits_reason": "须核对原件", "online_depth": ["5"]}, ("Q06", "error", "visits")),
            ({"pays_online": True}, ("Q07", "error", "pays_online")),
            ({"complaint_phone": "0851-99010001"}, ("Q08", "error", "complaint_phone")),
            ({"complaint_phone": "085199010001"}, ("Q08", "error", "complaint_phone")),
            ({"office_hours": "9:00-17:00"}, ("Q09", "warning", "office_hours")),
            ({"office_hours": None}, ("Q09", "warning", "office_hours")),
            ({"address": "市政大楼"}, ("Q09", "warning", "address")),
            ({"address": "贵阳市观山湖区林城东路 20 号"}, ("Q09", "warning", "address")),
            ({"address": "市政府办公室"}, ("Q09", "warning", "address")),
            ({"audience": ["person"]}, ("Q10", "error", "themes")),
            ({"audience": ["institution"], "themes": []}, ("Q10", "error", "themes")),
            ({"questions": []}, ("Q11", "warning", "questions")),
            ({"promised_days": 8, "steps": an_item()["steps"]}, ("Q12", "error", "steps")),
            ({"promised_days": 10}, ("Q12", "warning", "steps")),
            (
                {"promised_days": 12, "promised_unit": "calendar", "steps": an_item()["steps"]},
                ("Q12", "error", "steps"),
            ),
            ({"materials": material(0, name="法律法规规定的其他材料")}, ("Q13", "error", "materials[1].name")),
            ({"materials": material(0, name="法律、法规规定的其它文书")}, ("Q13", "error", "materials[1].name")),
            ({"materials": material(0, name="其 他 证明材料")}, ("Q13", "error", "materials[1].name")),
            ({"listed_as": "x"}, ("Q14", "error", "listed_as")),
            ({"listed_as": None}, ("Q14", "error", "listed_as")),
            ({"catalog_code": "520117002999"}, ("Q14", "error", "catalog_code")),
            ({"materials": material(1, exempt_path="none")}, ("Q16", "error", "materials[2].exempt_path")),
            ({"condition_rules": None}, ("Q17", "error", "condition_rules")),
            ({"condition_rules": ["answers.length >"]}, ("Q17", "error", "condition_rules[1]")),
            ({"condition_rules": ["answers.width > 3"]}, ("Q17", "error", "condition_rules[1]")),
            (
                {"situations": [{"key": "night", "question": "夜间施工吗？", "choices": CHOICES}]},
                ("Q17", "error", "situations[1].choices[1].without"),
            ),
            (
                {"business_items": [{"code": "01", "name": "新办", "without": ["no-such"]}]},
                ("Q17", "error", "business_items[1].without"),
            ),
        ],
    )
    def test_applies_each_rule(self, changes: dict[str, Any], finding: tuple[str, str, str]) -> None:
        assert found(**changes) == [finding]

    def test_wants_an_instant_item_promised_and_reviewed_at_once(self) -> None:
        steps = [{**an_item()["steps"][0], "days": 0}]

        assert found(instance="instant", promised_days=0, review="at_once", steps=steps) == []
        assert found(instance="promised", promised_days=0, review="before_decision", steps=steps) == [
            ("Q02", "error", "instance")
        ]

    def test_takes_what_is_well_said(self) -> None:
        assert found(visits_reason="无需到现场") == []
        assert found(pays_online=True, fees=[FEE]) == []
        assert found(condition_rules=["answers.length > 3"]) == []
        assert found(promised_days=13, promised_unit="calendar") == []
        assert found(address="行政中心 1 号楼 801 室") == []
        assert found(address="行政中心二楼 3 号窗口") == []

    def test_looks_only_at_what_an_ex_officio_item_has(self) -> None:
        item = {
            "catalog_code": "520217002000",
            "name": "擅自挖掘城市道路的处罚",
            "authority": "works",
            "type": "02",
            "level": "3",
            "basis": [{"law": "城市道路管理条例", "article": "第四十二条"}],
            "conduct": "擅自挖掘城市道路的",
        }
        read, _ = read_item(item, file="", row=1)

        assert read is not None
        assert check_quality(read.data, shipped()) == []
        assert [each.rule for each in check_quality(read.data, shipped(Around()))] == ["Q08", "Q08"]

    def test_goes_by_the_severity_of_the_city(self) -> None:
        wrong = content(questions=[], review=None)

        found = check_quality(wrong, shipped(AROUND, Q11="error", Q02="off"))

        assert [(each.rule, each.severity.value) for each in found] == [("Q11", "error")]

    @pytest.mark.parametrize("materials", [1, 200])
    def test_takes_few_calls_for_each_word_of_an_item(self, materials: int) -> None:
        """A city has 26,262 of them. Calls are counted, not timed: a machine may be slow."""
        rules = shipped()
        item = content(materials=[{**material(0)[0], "code": f"m{number}"} for number in range(materials)])
        calls: Counter[str] = Counter()
        check_quality(item, rules)

        sys.setprofile(lambda _frame, event, _what: calls.update([event]))
        try:
            check_quality(item, rules)
        finally:
            sys.setprofile(None)

        assert 20 < calls["call"] + calls["c_call"] < 2 * words(item)


class TestDiffering:
    def test_finds_whose_name_or_basis_is_not_that_of_most(self) -> None:
        usual = ("520117002000", standard_of(content()))
        odd = standard_of(content(name="挖路许可", basis=[{"law": "某市挖路办法"}]))

        found = differing({1: usual, 2: ("520117002000", odd), 3: usual, 4: ("520117009000", odd)}, shipped())

        assert {key: [(each.rule, each.field) for each in rows] for key, rows in found.items()} == {
            2: [("Q15", "name"), ("Q15", "basis")]
        }

    def test_lets_the_first_of_two_count(self) -> None:
        first, second = standard_of(content()), standard_of(content(name="挖路许可"))

        assert list(differing({1: ("c", first), 2: ("c", second)}, shipped())) == [2]

    def test_finds_nothing_where_the_city_leaves_the_rule_out(self) -> None:
        both = {1: ("c", standard_of(content())), 2: ("c", standard_of(content(name="挖路许可")))}

        assert differing(both, shipped(AROUND, Q15="off")) == {}
