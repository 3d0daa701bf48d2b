"""Item files: what is read, and how what is wrong is named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogue.factories import an_item
from tongban.catalogue.rules.item_file import parse, read_item


def problems_of(**changes: Any) -> list[tuple[str, str]]:
    content, problems = read_item(an_item(**changes), file="road.toml", row=1)
    assert (content is None) == bool(problems)
    return [(problem.field, problem.message) for problem in problems]


class TestParse:
    def test_names_line_and_column_of_bad_toml(self) -> None:
        table, problems = parse('name = "路"\ntype = \n'.encode(), "road.toml")

        assert table is None
        assert [(p.file, p.row, p.message) for p in problems] == [
            ("road.toml", 1, "第 2 行第 8 列不符合 TOML 语法，请检查引号、括号和等号。")
        ]

    def test_refuses_other_encodings(self) -> None:
        _table, problems = parse('name = "道路"'.encode("gbk"), "road.toml")

        assert [p.message for p in problems] == ["文件不是 UTF-8 编码，请另存为 UTF-8。"]


class TestReadItem:
    def test_takes_a_good_item_and_fills_in_defaults(self) -> None:
        content, problems = read_item(an_item(), file="road.toml", row=1)

        assert problems == []
        assert content is not None
        assert content.data["visits"] == 0
        assert content.data["materials"][0]["accepts"] == ["pdf", "jpg", "png"]
        assert content.data["steps"][1]["lead"] is False
        assert len(content.content_hash) == 64

    def test_knows_a_content_again_from_before_materials_had_english_names(self) -> None:
        [material] = an_item()["materials"][:1]
        before, _none = read_item(an_item(materials=[material]), file="road.toml", row=1)
        again, _none = read_item(an_item(materials=[material | {"name_en": ""}]), file="road.toml", row=1)
        named, _none = read_item(an_item(materials=[material | {"name_en": "Drawing"}]), file="road.toml", row=1)

        assert before is not None
        assert again is not None
        assert named is not None
        assert "name_en" not in before.data["materials"][0]
        assert before.content_hash == again.content_hash != named.content_hash

    def test_knows_the_same_content_again(self) -> None:
        first, _ = read_item(an_item(), file="a.toml", row=1)
        second, _ = read_item(dict(reversed(an_item(visits=0).items())), file="b.toml", row=2)
        other, _ = read_item(an_item(promised_days=8), file="a.toml", row=1)

        assert first is not None
        assert second is not None
        assert other is not None
        assert first.content_hash == second.content_hash
        assert first.content_hash != other.content_hash

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"name": None}, ("name", "缺少必填项，请补上。")),
            ({"name": "  "}, ("name", "写法不对，请按规定的格式填写。")),
            ({"nmae": "x"}, ("nmae", "没有这一项，请检查拼写或删除。")),
            ({"promised_days": "9"}, ("promised_days", "类型不对，应为整数。")),
            ({"legal_days": -1}, ("legal_days", "超出范围，≥ 0。")),
            ({"level": "9"}, ("level", "只能是：1、2、3、4、5、6、7。")),
            ({"catalog_code": "5201"}, ("catalog_code", "写法不对，请按规定的格式填写。")),
            (
                {"catalog_code": "520517002000"},
                ("catalog_code", "基本编码第 3、4 位是 05，与事项类型 01 不一致。"),
            ),
            ({"instance": "instant"}, ("promised_days", "即办件的承诺办结时限应为 0，或改为承诺件。")),
            ({"promised_days": None}, ("promised_days", "承诺件必须写明承诺办结时限。")),
            ({"phone": "1"}, ("phone", "不是有效电话号码，请填 12345，或带区号的固定电话，或 11 位手机号。")),
            (
                {"result": {"name": "证", "kind": "licence"}},
                ("result.licence_type", "结果是证照的，必须写明证照类型。"),
            ),
            ({"audience": []}, ("audience", "不能为空，请填写。")),
        ],
    )
    def test_names_the_field_and_what_to_do(self, changes: dict[str, Any], problem: tuple[str, str]) -> None:
        assert problems_of(**changes) == [problem]

    def test_counts_rows_from_one(self) -> None:
        item = an_item()
        item["materials"][1]["necessity"] = "must"
        item["form"][0]["fields"][1]["type"] = "decimal"

        assert [field for field, _message in problems_of(**item)] == [
            "form[1].fields[2].type",
            "materials[2].necessity",
        ]

    def test_refuses_codes_that_repeat(self) -> None:
        item = an_item()
        item["materials"][1]["code"] = "plan"
        item["form"][0]["fields"][1]["key"] = "road_name"

        assert problems_of(**item) == [
            ("materials.code", "“plan”出现了两次，请改用不同的编码。"),
            ("form[1].fields[2].key", "“road_name”出现了两次，请改用不同的编码。"),
        ]

    def test_refuses_steps_in_a_circle_and_steps_that_are_not_there(self) -> None:
        item = an_item()
        item["steps"][0]["after"] = ["decide"]
        lost = an_item()
        lost["steps"][2]["after"] = ["rewiev"]

        assert problems_of(**item) == [("steps", "环节“review”的先后顺序成了环，请检查 after。")]
        assert problems_of(**lost) == [("steps[3].after", "没有编码为“rewiev”的环节。")]

    def test_refuses_a_choice_without_choices_and_bounds_upside_down(self) -> None:
        item = an_item()
        item["form"][0]["fields"] = [
            {"key": "a", "title": "方式", "type": "choice"},
            {"key": "b", "title": "长度", "type": "number", "min": 5, "max": 1},
        ]

        assert problems_of(**item) == [
            ("form[1].fields[1].choices", "选择题必须列出选项。"),
            ("form[1].fields[2].min", "最小值大于最大值，请核对。"),
        ]


class TestPromises:
    def test_replace_only_what_the_item_asks_for(self) -> None:
        texts = {"version": "1", "told": "告知", "promised": "承诺", "verify_days": 20, "verify_method": "site"}

        assert problems_of(commitment={**texts, "replaces": ["no-such"]}) == [
            ("commitment.replaces", "没有编码为“no-such”的材料。")
        ]
        code = an_item()["materials"][0]["code"]
        assert problems_of(commitment={**texts, "replaces": [code]}) == []

    def test_put_off_only_what_may_come_later(self) -> None:
        first, *rest = an_item()["materials"]
        wrong = {**first, "necessity": "required", "defer_days": 3}
        right = {**first, "necessity": "deferrable", "defer_days": 3}

        assert problems_of(materials=[wrong, *rest]) == [
            ("materials[1].defer_days", "只有“容缺后补”的材料可以写补交天数。")
        ]
        assert problems_of(materials=[right, *rest]) == []
