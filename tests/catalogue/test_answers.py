"""Answers of an application form: what passes, and what is said about what does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.catalogue.rules.answers import check_answers, real_date
from tongban.catalogue.rules.forms import compile_form, elements_of, groups_of, read_answers

FORM = compile_form(
    [
        {
            "title": "工程信息",
            "title_en": "The works",
            "fields": [
                {"key": "road", "title": "道路名称", "type": "text", "required": True, "min": 2, "max": 10},
                {
                    "key": "length",
                    "title": "长度",
                    "type": "number",
                    "required": True,
                    "min": 1,
                    "max": 500,
                    "unit": "米",
                },
                {"key": "lanes", "title": "车道数", "type": "integer"},
                {"key": "starts_on", "title": "开工日期", "type": "date", "required": True},
            ],
        },
        {
            "title": "联系人",
            "fields": [
                {"key": "phone", "title": "电话", "type": "phone", "element": "person.phone"},
                {"key": "id_number", "title": "身份证号", "type": "id_number"},
                {"key": "uscc", "title": "信用代码", "type": "uscc", "element": "org.uscc"},
                {"key": "method", "title": "开挖方式", "type": "choice", "choices": ["明挖", "顶管"]},
                {"key": "pipes", "title": "管线", "type": "choices", "choices": ["电力", "燃气"]},
                {"key": "night", "title": "夜间施工", "type": "boolean"},
                {"key": "note", "title": "说明", "type": "longtext"},
            ],
        },
    ]
)
GOOD: dict[str, Any] = {
    "road": "中华北路",
    "length": 12.5,
    "lanes": 2,
    "starts_on": "2026-03-02",
    "phone": "13800000000",
    "id_number": "11010519491231002X",
    "uscc": "91350100M000100Y43",
    "method": "明挖",
    "pipes": ["电力", "燃气"],
    "night": False,
    "note": "夜间不施工。",
}


class TestCompileForm:
    def test_keeps_pages_order_and_prefill(self) -> None:
        pages = groups_of(FORM)

        assert [(page.title, page.title_en) for page in pages] == [("工程信息", "The works"), ("联系人", "")]
        assert [field.key for field in pages[0].fields] == ["road", "length", "lanes", "starts_on"]
        assert [FORM["properties"][key]["x-order"] for key in ("road", "length", "note")] == [1, 2, 11]
        assert elements_of(FORM) == {"phone": "person.phone", "uscc": "org.uscc"}
        length = pages[0].fields[1]
        assert (length.type, length.required, length.minimum, length.maximum, length.unit) == (
            "number",
            True,
            1,
            500,
            "米",
        )
        assert pages[1].fields[3].choices == ("明挖", "顶管")

    def test_says_which_dialect_and_refuses_other_keys(self) -> None:
        assert FORM["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert FORM["required"] == ["road", "length", "starts_on"]
        assert FORM["additionalProperties"] is False


class TestCheckAnswers:
    def test_passes_good_answers(self) -> None:
        assert check_answers(FORM, GOOD) == {}

    def test_names_what_is_missing_in_the_order_of_the_form(self) -> None:
        assert check_answers(FORM, {}) == {
            "road": "请填写“道路名称”。",
            "length": "请填写“长度”。",
            "starts_on": "请填写“开工日期”。",
        }

    def test_keeps_that_order_when_the_form_comes_back_with_its_keys_in_another(self) -> None:
        kept = {**FORM, "properties": dict(sorted(FORM["properties"].items(), key=lambda each: len(each[0])))}

        assert list(check_answers(kept, {})) == list(check_answers(FORM, {}))
        assert list(kept["properties"]) != list(FORM["properties"])

    def test_lets_a_draft_be_unfinished_but_not_wrong(self) -> None:
        assert check_answers(FORM, {"length": 501}, complete=False) == {"length": "“长度”不能大于 500 米，请核对。"}

    def test_takes_a_blank_for_a_missing_answer(self) -> None:
        assert check_answers(FORM, {**GOOD, "phone": "", "pipes": [], "note": None}) == {}

    def test_looks_at_one_page_when_told_to(self) -> None:
        wrong = {**GOOD, "length": 0, "phone": "110"}

        assert list(check_answers(FORM, wrong, fields=["phone", "note"])) == ["phone"]

    @pytest.mark.parametrize(
        ("key", "value", "message"),
        [
            ("road", "", "请填写“道路名称”。"),
            ("road", "路", "“道路名称”至少 2 个字，请补充。"),
            ("road", "    ", "“道路名称”不能只有空格，请填写内容。"),
            ("road", "很" * 11, "“道路名称”最多 10 个字，请精简。"),
            ("road", 5, "“道路名称”应为文字，请重新填写。"),
            ("road", "路\x00名", "“道路名称”中有无法保存的字符或数值，请重新填写。"),
            ("road", "路\ud800名", "“道路名称”中有无法保存的字符或数值，请重新填写。"),
            ("road", {"a": {}}, "“道路名称”中有无法保存的字符或数值，请重新填写。"),
            ("length", "12", "“长度”应为数字，请只填数字，例如 12.5。"),
            ("length", 0.5, "“长度”不能小于 1 米，请核对。"),
            ("length", float("nan"), "“长度”中有无法保存的字符或数值，请重新填写。"),
            ("length", True, "“长度”应为数字，请只填数字，例如 12.5。"),
            ("lanes", 1.5, "“车道数”应为整数，请只填数字，例如 12。"),
            ("lanes", 10**400, "“车道数”不能大于 1000000000000000，请核对。"),
            ("starts_on", "2026-02-29", "“开工日期”不是有效日期，请按 2026-01-31 的格式填写真实存在的日期。"),
            ("starts_on", "20260228", "“开工日期”不是有效日期，请按 2026-01-31 的格式填写真实存在的日期。"),
            (
                "phone",
                "12345678901",
                "“电话”不是有效电话号码，请填 11 位手机号，或带区号的固定电话，例如 0851-12345678。",
            ),
            (
                "id_number",
                "110105194912310021",
                "“身份证号”不是有效的公民身份号码，请对照证件逐位核对 18 位号码。",
            ),
            (
                "uscc",
                "91350100M000100Y44",
                "“信用代码”不是有效的统一社会信用代码，请对照营业执照逐位核对 18 位代码。",
            ),
            ("method", "爆破", "“开挖方式”只能从给出的选项中选择：明挖、顶管。"),
            ("pipes", ["电力", "电力"], "“管线”中有重复的选项，请只选一次。"),
            ("pipes", "电力", "“管线”只能从给出的选项中选择：电力、燃气。"),
            ("night", "是", "“夜间施工”请选择“是”或“否”。"),
        ],
    )
    def test_says_what_to_do_about_one_wrong_answer(self, key: str, value: Any, message: str) -> None:
        assert check_answers(FORM, {**GOOD, key: value}) == {key: message}

    def test_refuses_keys_that_the_form_does_not_have(self) -> None:
        assert check_answers(FORM, {**GOOD, "admin": True}) == {"admin": "表单中没有“admin”这一项，请删除后重新提交。"}

    def test_remembers_the_template_for_other_languages(self) -> None:
        message: Any = check_answers(FORM, {**GOOD, "length": 0})["length"]

        assert message.template == "“%(title)s”不能小于 %(limit)s，请核对。"
        assert message.values == {"title": "长度", "limit": "1 米"}

    @given(
        st.dictionaries(
            st.sampled_from([*GOOD, "other"]),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
                lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
                max_leaves=6,
            ),
        )
    )
    def test_always_answers_in_words(self, answers: dict[str, Any]) -> None:
        for key, message in check_answers(FORM, answers).items():
            assert key in {*answers, *FORM["required"]}
            assert message.endswith("。")


class TestReadAnswers:
    def test_turns_what_a_page_posts_into_values(self) -> None:
        posted = {
            "road": [" 中华北路 "],
            "length": ["1,200.5"],
            "lanes": ["2"],
            "starts_on": ["2026-03-02"],
            "uscc": ["91350100 m000100y43"],
            "pipes": ["电力", "燃气"],
            "night": ["true"],
            "note": [""],
            "csrf": ["x"],
        }

        assert read_answers(FORM, posted) == {
            "road": "中华北路",
            "length": 1200.5,
            "lanes": 2,
            "starts_on": "2026-03-02",
            "uscc": "91350100M000100Y43",
            "pipes": ["电力", "燃气"],
            "night": True,
        }

    def test_keeps_one_line_what_is_one_line_and_paragraphs_where_there_may_be_some(self) -> None:
        posted = {"road": ["中华北路\r\n一段"], "note": ["夜间。\r\n不施工。"]}

        assert read_answers(FORM, posted) == {"road": "中华北路 一段", "note": "夜间。\r\n不施工。"}

    @pytest.mark.parametrize("text", ["nan", "inf", "1e5", "1_000", "1,5", "十", "--1", "1.2.3"])
    def test_leaves_what_is_no_number_for_the_check(self, text: str) -> None:
        assert read_answers(FORM, {"length": [text]}) == {"length": text}
        assert list(check_answers(FORM, {**GOOD, "length": text})) == ["length"]


class TestRealDate:
    @given(st.dates())
    def test_takes_every_day_there_is(self, day: Any) -> None:
        assert real_date(day.isoformat())

    @pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "2026-1-1", "", "2026-01-01T00:00", "２０２６-01-01"])
    def test_refuses_what_is_no_day(self, text: str) -> None:
        assert not real_date(text)
