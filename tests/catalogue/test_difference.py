"""How one content differs from another: nothing is told twice, nothing is left out, and it is said in words."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.factories import an_item
from tongban.catalogue.queries.sentences import in_words
from tongban.catalogue.rules.difference import difference, words_of
from tongban.catalogue.rules.item_defaults import with_defaults
from tongban.catalogue.rules.item_schema import EX_OFFICIO, ITEM
from tongban.catalogue.rules.labels import LABELS

ITEM_CONTENT = with_defaults(an_item())
TABLES = ("basis", "materials", "steps", "fees", "questions", "form", "situations", "business_items")

# Whatever a draft may hold: words, numbers, lists of words, tables whose rows come and go.
plain = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5)
row = st.dictionaries(st.sampled_from(["code", "name", "law", "days", "title", "key", "question"]), plain, max_size=4)
value = plain | st.lists(st.text(max_size=3), max_size=4) | st.lists(row, max_size=4) | row
content = st.dictionaries(st.sampled_from(sorted(ITEM["properties"])), value, max_size=8)


def changed(**changes: Any) -> list[dict[str, Any]]:
    return difference(ITEM_CONTENT, {**ITEM_CONTENT, **changes})


def said(**changes: Any) -> list[str]:
    return [str(each) for each in words_of(changed(**changes))]


def with_row(table: str, place: int, **changes: Any) -> list[dict[str, Any]]:
    rows = copy.deepcopy(ITEM_CONTENT[table])
    rows[place] |= changes
    return rows


def empty(something: Any) -> bool:
    return something is None or something in ("", [], {})


class TestDifference:
    @given(content)
    def test_of_the_same_is_nothing(self, same: dict[str, Any]) -> None:
        assert difference(same, copy.deepcopy(same)) == []

    @given(content, content)
    def test_names_every_field_that_differs_and_no_other(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        found = {change["field"].split(".")[0] for change in difference(before, after)}

        differing = {
            field
            for field in {*before, *after}
            if repr(before.get(field)) != repr(after.get(field))
            and not (empty(before.get(field)) and empty(after.get(field)))
        }
        # Rows that only spell out what is empty do not differ.
        assert found <= differing
        for field in differing - found:
            assert _without_empty(before.get(field)) == _without_empty(after.get(field))

    @given(content, content)
    def test_is_said_in_as_many_sentences(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        changes = difference(before, after)

        assert len(words_of(changes)) == len(changes)
        assert all(in_words(each) for each in words_of(changes))

    def test_of_a_first_version_says_so(self) -> None:
        assert [str(each) for each in words_of(difference(None, ITEM_CONTENT))] == ["首次发布。"]

    def test_has_a_word_for_every_field(self) -> None:
        assert {*ITEM["properties"], *EX_OFFICIO["properties"]} - set(LABELS) == set()

    def test_does_not_see_the_order_in_which_fields_are_kept(self) -> None:
        assert difference(ITEM_CONTENT, dict(reversed(ITEM_CONTENT.items()))) == []

    def test_tells_truth_from_one(self) -> None:
        assert [each["field"] for each in difference({"joint": True}, {"joint": 1})] == ["joint"]


class TestWords:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"promised_days": 7}, "承诺办结时限由“9”改为“7”。"),
            ({"legal_days": None}, "法定办结时限不再填写，原为“20”。"),
            ({"phone": "0851-1"}, "咨询电话填写为“0851-1”。"),
            ({"joint": False}, "联合审批由“是”改为“否”。"),
            ({"instance": "instant"}, "办件类型由“承诺件”改为“即办件”。"),
            ({"audience": ["person"]}, "服务对象由“企业法人、自然人”改为“自然人”。"),
            ({"aliases": ["挖马路", "破路", "刨路"]}, "日常用语增加“刨路”。"),
            ({"aliases": ["破路", "挖马路"]}, "日常用语的顺序有调整。"),
            ({"conditions": []}, "受理条件删去“有符合规定的施工组织设计”。"),
            ({"result": {**ITEM_CONTENT["result"], "validity_months": 6}}, "有效期（月）由“3”改为“6”。"),
            ({"materials": ITEM_CONTENT["materials"][:1]}, "申请材料删去“营业执照”。"),
            ({"materials": ITEM_CONTENT["materials"][::-1]}, "申请材料的顺序有调整。"),
            (
                {"materials": with_row("materials", 1, necessity="optional")},
                "申请材料“营业执照”：必要性由“必要”改为“非必要”。",
            ),
            (
                {"materials": with_row("materials", 1, name="营业执照副本")},
                "申请材料“营业执照”：材料名称由“营业执照”改为“营业执照副本”。",
            ),
            ({"steps": with_row("steps", 0, days=4)}, "办理环节“审查”：环节时限（工作日）由“5”改为“4”。"),
            (
                {"form": [{**ITEM_CONTENT["form"][0], "fields": ITEM_CONTENT["form"][0]["fields"][:1]}]},
                "申请表“工程信息”：填写项删去“挖掘长度”。",
            ),
            (
                {
                    "form": [
                        {
                            **ITEM_CONTENT["form"][0],
                            "fields": [
                                ITEM_CONTENT["form"][0]["fields"][0],
                                {**ITEM_CONTENT["form"][0]["fields"][1], "max": 600},
                            ],
                        }
                    ]
                },
                "申请表“工程信息”：填写项“挖掘长度”：最大值或字数上限由“500”改为“600”。",
            ),
        ],
    )
    def test_say_what_became_of_a_field(self, changes: dict[str, Any], sentence: str) -> None:
        assert said(**changes) == [sentence]

    def test_tell_several_changes_in_the_order_of_the_form(self) -> None:
        changes = changed(questions=[], promised_days=8, name="挖掘城市道路审批")

        assert [each["field"] for each in changes] == ["name", "promised_days", "questions"]

    def test_name_authorities_and_themes_where_their_names_are_known(self) -> None:
        changes = changed(themes=["family"], steps=with_row("steps", 1, authority="county"))

        sentences = words_of(changes, {"family": "婚育收养", "construction": "工程建设", "county": "某县城管局"})

        assert [str(each) for each in sentences] == [
            "主题由“工程建设”改为“婚育收养”。",
            "办理环节“交警意见”：办理机关由“police”改为“某县城管局”。",
        ]

    def test_show_of_a_long_text_what_differs_in_it(self) -> None:
        before = "甲" * 300 + "旧" + "乙" * 300
        changes = difference({"address": before}, {"address": before.replace("旧", "新")})

        sentence = str(words_of(changes)[0])

        assert "旧" in sentence
        assert "新" in sentence
        assert len(sentence) < 350


def _without_empty(something: Any) -> Any:
    if isinstance(something, dict):
        kept = {key: _without_empty(each) for key, each in something.items() if not empty(each)}
        return {key: each for key, each in kept.items() if each is not None} or None
    if isinstance(something, list):
        return [_without_empty(each) for each in something] or None
    return None if empty(something) else something
