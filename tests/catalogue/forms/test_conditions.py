"""Conditions and rows: the schema alone says the same of any answers as the page does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.catalogue.rules.answers import check_answers
from tongban.catalogue.rules.conditions import asked, asked_answers, is_blank
from tongban.catalogue.rules.dates import day_meant
from tongban.catalogue.rules.form_sense import form_sense, usable_pattern
from tongban.catalogue.rules.forms import compile_form, groups_of, read_answers

GROUPS: list[dict[str, Any]] = [
    {
        "title": "经营者",
        "fields": [
            {"key": "kind", "title": "类别", "type": "choice", "choices": ["个体", "企业"], "required": True},
            {"key": "scopes", "title": "范围", "type": "choices", "choices": ["热食", "冷食", "饮品"]},
            {"key": "area", "title": "面积", "type": "number", "min": 0, "max": 1000},
            {"key": "online", "title": "网络经营", "type": "boolean"},
            {
                "key": "capital",
                "title": "注册资本",
                "type": "number",
                "min": 1,
                "required": True,
                "when": [{"key": "kind", "is": ["企业"]}],
            },
            {
                "key": "fire",
                "title": "消防备案号",
                "type": "text",
                "pattern": "^[0-9]{4}$",
                "required": True,
                "when": [{"key": "area", "above": 100}, {"key": "capital", "answered": True}],
            },
            {
                "key": "site",
                "title": "网址",
                "type": "text",
                "required": True,
                "when": [{"key": "online", "is": ["是"]}],
            },
            {"key": "cold", "title": "冷链", "type": "text", "when": [{"key": "scopes", "is": ["冷食"]}]},
            {
                "key": "hot",
                "title": "明火",
                "type": "text",
                "required": True,
                "when": [{"key": "scopes", "is_not": ["饮品"]}],
            },
        ],
    },
    {
        "title": "股东",
        "key": "owners",
        "repeats": True,
        "min_rows": 1,
        "max_rows": 3,
        "when": [{"key": "kind", "is_not": ["个体"]}],
        "fields": [
            {"key": "name", "title": "姓名", "type": "text", "required": True},
            {"key": "country", "title": "国籍", "type": "choice", "choices": ["中国", "外国"]},
            {
                "key": "pass",
                "title": "护照号",
                "type": "text",
                "required": True,
                "when": [{"key": "country", "is": ["外国"]}],
            },
            {"key": "from_on", "title": "起", "type": "date"},
            {"key": "to_on", "title": "止", "type": "date", "not_less_than": "from_on"},
        ],
    },
]
FORM = compile_form(GROUPS)
REFERENCE = jsonschema.Draft202012Validator(FORM)
ENOUGH = {"kind": "个体"}

TEXTS = st.sampled_from(["", " ", "1234", "甲", "x"])
ODD = st.one_of(st.none(), TEXTS, st.integers(-5, 2000), st.booleans(), st.just(1.5))
ROW = st.fixed_dictionaries(
    {},
    optional={
        "name": ODD,
        "country": st.one_of(ODD, st.sampled_from(["中国", "外国"])),
        "pass": ODD,
        "odd": TEXTS,
    },
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.one_of(st.sampled_from(["个体", "企业"]), ODD),
        "scopes": st.one_of(st.lists(st.sampled_from(["热食", "冷食", "饮品", "?"]), max_size=3), ODD),
        "area": st.one_of(st.sampled_from([50, 100, 101, 500.5]), ODD),
        "online": st.one_of(st.booleans(), ODD),
        "capital": ODD,
        "fire": ODD,
        "site": ODD,
        "cold": ODD,
        "hot": ODD,
        "owners": st.one_of(st.lists(ROW, max_size=4), ODD),
    },
)


def without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: without_blanks(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if not is_blank(each)}
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return [each for each in map(without_blanks, value) if not is_blank(each)]
    return value


class TestSchema:
    def test_the_form_makes_sense_and_its_schema_is_one(self) -> None:
        assert list(form_sense(GROUPS)) == []
        jsonschema.Draft202012Validator.check_schema(FORM)

    @settings(max_examples=400, deadline=None)
    @given(ANSWERS)
    def test_says_of_any_answers_what_the_page_says(self, answers: dict[str, Any]) -> None:
        plain = without_blanks(answers)

        assert REFERENCE.is_valid(plain) == (check_answers(FORM, answers) == {}), plain

    @settings(max_examples=200, deadline=None)
    @given(ANSWERS)
    def test_dropping_what_is_not_asked_changes_no_verdict_and_happens_once(self, answers: dict[str, Any]) -> None:
        kept = asked_answers(FORM, answers)

        assert asked_answers(FORM, kept) == kept
        assert check_answers(FORM, kept) == check_answers(FORM, answers)
        assert set(kept) <= asked(FORM, kept)

    def test_a_hidden_field_is_neither_required_nor_judged(self) -> None:
        assert check_answers(FORM, {**ENOUGH, "capital": "many", "site": 3}) == {}
        assert list(check_answers(FORM, {"kind": "企业"})) == ["capital", "owners"]

    def test_what_hangs_on_a_hidden_field_is_hidden_too(self) -> None:
        answers = {**ENOUGH, "area": 500, "capital": 7}

        assert "fire" not in asked(FORM, answers)
        assert "fire" in asked(FORM, {**answers, "kind": "企业"})

    def test_a_pattern_is_explained_by_the_fields_name(self) -> None:
        wrong = check_answers(
            FORM, {"kind": "企业", "capital": 5, "area": 500, "fire": "12", "owners": [{"name": "甲"}]}
        )

        assert wrong == {"fire": "“消防备案号”的写法不对，请按这一项的说明填写。"}


class TestRows:
    def test_each_field_of_a_row_is_named_by_its_row(self) -> None:
        rows = [{"name": "甲"}, {"country": "外国", "from_on": "2026-02-01", "to_on": "2026-01-01"}]

        wrong = check_answers(FORM, {"kind": "企业", "capital": 5, "owners": rows})

        assert list(wrong) == ["owners.2.name", "owners.2.pass", "owners.2.to_on"]
        assert wrong["owners.2.to_on"] == "“止”不能早于“起”，请核对。"

    def test_a_page_narrows_to_a_table_by_its_key(self) -> None:
        answers = {"kind": "企业", "owners": [{"country": "中国"}]}

        assert list(check_answers(FORM, answers, fields=["owners"])) == ["owners.1.name"]

    def test_too_many_rows_are_refused(self) -> None:
        answers = {"kind": "企业", "capital": 5, "owners": [{"name": "甲"}] * 4}

        assert check_answers(FORM, answers) == {"owners": "“股东”最多填 3 行，请删去多余的行。"}

    def test_posted_rows_are_read_in_order_without_the_empty_ones(self) -> None:
        posted = {
            "owners.2.name": ["乙"],
            "owners.1.name": [" "],
            "owners.10.name": ["丙"],
            "owners.10.odd": ["x"],
            "owners.x.name": ["y"],
        }

        assert read_answers(FORM, posted) == {"owners": [{"name": "乙"}, {"name": "丙"}]}

    def test_the_pages_know_the_rows_questions(self) -> None:
        table = groups_of(FORM)[1].fields[0]

        assert (table.key, table.type, table.required, table.minimum, table.maximum) == ("owners", "rows", True, 1, 3)
        assert [(each.key, each.required) for each in table.fields][:3] == [
            ("name", True),
            ("country", False),
            ("pass", True),
        ]

    @pytest.mark.parametrize("rows", [[{"name": "\x00"}], [{"name": {"a": 1}}], [{"\ud800": "x"}], [["x"]], "x", [1]])
    def test_what_no_database_keeps_or_no_row_is_is_refused(self, rows: object) -> None:
        assert list(check_answers(FORM, {"kind": "企业", "capital": 5, "owners": rows})) != []


class TestDays:
    @pytest.mark.parametrize(
        ("said", "day"),
        [
            ("today", "2024-02-29"),
            ("today-18y", "2006-02-28"),
            ("today+1m", "2024-03-29"),
            ("today-2m", "2023-12-29"),
            ("today+10d", "2024-03-10"),
            ("2026-01-31", "2026-01-31"),
            ("today-9999y", "0001-01-01"),
            ("today+9999y", "9999-12-31"),
        ],
    )
    def test_count_from_the_day_of_applying(self, said: str, day: str) -> None:
        found = day_meant(said, dt.date(2024, 2, 29))

        assert found is not None
        assert found.isoformat() == day

    def test_a_day_outside_is_told_with_its_limit(self) -> None:
        form = compile_form(
            [{"title": "甲", "fields": [{"key": "born", "title": "出生", "type": "date", "latest": "today-18y"}]}]
        )

        assert check_answers(form, {"born": "2010-01-02"}, on=dt.date(2028, 1, 1)) == {
            "born": "“出生”不能晚于 2010-01-01，请核对。"
        }
        assert check_answers(form, {"born": "2010-01-01"}, on=dt.date(2028, 1, 1)) == {}


class TestSense:
    @pytest.mark.parametrize(
        ("field", "where"),
        [
            ({"when": [{"key": "later", "is": ["x"]}]}, "when[1].key"),
            ({"when": [{"key": "kind", "above": 1}]}, "when[1].above"),
            ({"when": [{"key": "kind", "is": ["别的"]}]}, "when[1].is"),
            ({"pattern": "("}, "pattern"),
            ({"pattern": "(?=a)"}, "pattern"),
            ({"type": "date", "pattern": "a"}, "pattern"),
            ({"latest": "today"}, "latest"),
            ({"type": "date", "earliest": "today", "latest": "today-1d"}, "earliest"),
            ({"type": "number", "not_less_than": "kind"}, "not_less_than"),
            ({"type": "number", "min": 3, "max": 2}, "min"),
            ({"type": "choice"}, "choices"),
        ],
    )
    def test_what_contradicts_itself_is_told_at_its_field(self, field: dict[str, Any], where: str) -> None:
        groups = [
            {
                "title": "甲",
                "fields": [
                    {"key": "kind", "title": "类别", "type": "choice", "choices": ["个体"]},
                    {"key": "it", "title": "它", "type": "text", **field},
                    {"key": "later", "title": "后", "type": "text"},
                ],
            }
        ]

        assert [place for place, _said in form_sense(groups)] == [f"form[1].fields[2].{where}"]

    def test_rows_speak_of_their_own_fields_only(self) -> None:
        table = {
            "title": "行",
            "key": "rows",
            "repeats": True,
            "fields": [{"key": "a", "title": "A", "type": "text", "when": [{"key": "kind", "answered": True}]}],
        }
        first = {"title": "甲", "fields": [{"key": "kind", "title": "类别", "type": "text"}]}

        assert [place for place, _said in form_sense([first, table])] == ["form[2].fields[1].when[1].key"]
        assert [place for place, _said in form_sense([{**table, "key": "kind"}, first])][-1] == "form[2].fields[1].key"

    def test_patterns_are_judged_in_time_with_the_text(self) -> None:
        assert usable_pattern("^(a+)+$")
        form = compile_form(
            [{"title": "甲", "fields": [{"key": "a", "title": "A", "type": "text", "pattern": "^(a+)+$"}]}]
        )

        assert list(check_answers(form, {"a": "a" * 190 + "!"})) == ["a"]
