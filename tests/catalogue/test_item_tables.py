"""Items in files: what goes out comes in again as it was, and what is wrong is named by sheet, row and column."""

from __future__ import annotations

import io
import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.catalogue.factories import a_service, an_item
from tongban.catalogue.rules.drafts import as_in_file
from tongban.catalogue.rules.item_file import read_item
from tongban.catalogue.rules.item_files import items_in, raw_items
from tongban.catalogue.rules.item_sources import RawItem
from tongban.catalogue.rules.item_writers import WRITERS
from tongban.catalogue.rules.tables import tables
from tongban.cli.environment import REPOSITORY
from tongban.parties.rules.reports import Problem

DEMO = REPOSITORY / "demo" / "guiyang"
FORMS = sorted(WRITERS)


def written(form: str, contents: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    assert WRITERS[form](contents, out) == len(contents)
    return out.getvalue()


def read(content: bytes, name: str) -> tuple[list[RawItem], list[Problem]]:
    found = list(items_in(content, name))
    return [each for each in found if isinstance(each, RawItem)], [each for each in found if isinstance(each, Problem)]


def hashes(raws: list[RawItem]) -> list[str]:
    found = []
    for raw in raws:
        content, wrong = read_item(raw.data, file=raw.file, row=raw.row)
        assert content is not None, (raw.data.get("name"), wrong)
        found.append(content.content_hash)
    return found


def as_exported(raw: RawItem) -> dict[str, Any]:
    content, _wrong = read_item(raw.data, file="", row=1)
    assert content is not None
    return as_in_file(content.data)


# But for what no workbook holds.
characters = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff")
texts = st.text(characters, min_size=1, max_size=40).filter(str.strip)
lines = st.lists(
    st.text(st.sampled_from("甲乙 \\n\n、，;=无\"'"), min_size=1, max_size=12).filter(str.strip), max_size=3
)


class TestWhatGoesOutComesInAgain:
    @pytest.mark.parametrize("form", FORMS)
    def test_for_every_item_of_the_demo(self, form: str) -> None:
        raws = [raw for folder in ("items", "powers") for raw in raw_items(DEMO / folder) if isinstance(raw, RawItem)]

        again, problems = read(written(form, [as_exported(raw) for raw in raws]), f"items{form}")

        assert problems == []
        assert len(again) == len(raws) > 100
        assert hashes(again) == hashes(raws)

    @pytest.mark.parametrize("form", FORMS)
    @settings(deadline=None, max_examples=30)
    @given(name=texts, note=texts, conditions=lines, amount=st.integers(0, 10**9), low=st.floats(0, 10, width=32))
    def test_whatever_the_texts(
        self, form: str, name: str, note: str, conditions: list[str], amount: int, low: float
    ) -> None:
        item = an_item(
            name=name,
            conditions=conditions,
            condition_rules=["manual"] * len(conditions),
            fees=[
                {
                    "name": note,
                    "standard": "每件",
                    "basis": "某办法",
                    "amount": amount,
                    "reductions": [{"name": "低保", "percent": 50, "basis": "某通知"}] * 2,
                }
            ],
            business_items=[{"code": "01", "name": note}],
            form=[
                {"title": "一", "fields": [{"key": "a", "title": name, "type": "number", "min": low, "max": 50}]},
                {
                    "title": "一",
                    "fields": [{"key": "b", "title": note, "type": "choices", "choices": ["甲、乙", "丙"]}],
                },
            ],
        )
        content, wrong = read_item(item, file="", row=1)
        assert content is not None, wrong

        raws, problems = read(written(form, [as_in_file(content.data)]), f"a{form}")

        assert problems == []
        assert hashes(raws) == [content.content_hash]

    def test_a_folder_of_tables_is_read_like_their_zip(self, tmp_path: pathlib.Path) -> None:
        import zipfile

        packed = written(".zip", [an_item(), a_service(1, "查询")])
        zipfile.ZipFile(io.BytesIO(packed)).extractall(tmp_path)

        again = [raw for raw in raw_items(tmp_path) if isinstance(raw, RawItem)]

        assert hashes(again) == hashes(read(packed, "a.zip")[0])

    def test_json_lines_are_read_too(self) -> None:
        lines = "\n".join(json.dumps(item, ensure_ascii=False) for item in (an_item(), a_service(1, "查询")))

        raws, problems = read(lines.encode(), "items.jsonl")

        assert problems == []
        assert [raw.row for raw in raws] == [1, 2]


class TestWorkbook:
    def test_has_a_sheet_of_items_and_one_for_each_kind_of_rows(self) -> None:
        book = load_workbook(io.BytesIO(written(".xlsx", [an_item()])))

        assert book.sheetnames == [table.label for table in tables()]
        assert [cell.value for cell in book["申请材料"][1]][:4] == ["序号", "材料编码", "材料名称", "材料名称（英文）"]
        assert [cell.value for cell in book["申请材料"][3]][:5] == [1, "business-licence", "营业执照", None, "必要"]

    def test_keeps_codes_as_text_and_formulas_as_what_they_say(self) -> None:
        book = load_workbook(io.BytesIO(written(".xlsx", [an_item(catalog_code="000117002000", name="=1+1")])))

        code, name = book["事项"]["B2"], book["事项"]["D2"]
        assert (code.value, code.data_type, name.value, name.data_type) == ("000117002000", "s", "=1+1", "s")

    @pytest.mark.parametrize(
        ("name", "read_again"),
        [("_x0041_", "_x0041_"), ("a_x000d_x000D_", "a_x000d_x000D_"), ("道\uffff路", "道路"), ("\ufffe路\x01", "路")],
    )
    def test_gives_back_what_looks_like_a_number_of_a_character_and_leaves_out_what_is_none(
        self, name: str, read_again: str
    ) -> None:
        (raw,) = read(written(".xlsx", [an_item(name=name)]), "a.xlsx")[0]

        assert raw.data["name"] == read_again

    @pytest.mark.parametrize("header", ["必要性", "necessity"])
    def test_takes_labels_and_code_names_numbers_and_words(self, header: str) -> None:
        book = load_workbook(io.BytesIO(written(".xlsx", [an_item()])))
        sheet = book["申请材料"]
        sheet["E1"], sheet["E2"], sheet["E3"] = header, "required", "必要"
        sheet["J2"], sheet["J3"] = 1.0, "1"

        raws, problems = read(saved(book), "a.xlsx")

        assert problems == []
        assert hashes(raws) == hashes(read(written(".xlsx", [an_item()]), "a.xlsx")[0])

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            (lambda b: set_cell(b, "申请材料", "E3", "大概"), ("a.xlsx 申请材料", 3, "必要性", "只能是：")),
            (
                lambda b: set_cell(b, "办理环节", "E4", "几天"),
                ("a.xlsx 办理环节", 4, "环节时限（工作日）", "类型不对，应为整数。"),
            ),
            (lambda b: set_cell(b, "事项", "D2", None), ("a.xlsx 事项", 2, "事项名称", "缺少必填项")),
            (lambda b: set_cell(b, "申请表", "L2", "猜"), ("a.xlsx 申请表", 2, "填写项类型", "只能是：")),
        ],
    )
    def test_names_sheet_row_and_column(
        self, change: Callable[[Any], None], problem: tuple[str, int, str, str]
    ) -> None:
        book = load_workbook(io.BytesIO(written(".xlsx", [an_item()])))
        change(book)

        raws, problems = read(saved(book), "a.xlsx")

        assert problems == []
        (raw,) = raws
        content, wrong = read_item(raw.data, file=raw.file, row=raw.row)
        assert content is None
        found = raw.placed(wrong[0])
        assert (found.file, found.row, found.field) == problem[:3]
        assert found.message.startswith(problem[3][:4])

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            (lambda b: set_cell(b, "申请材料", "C1", "材料叫什么"), ("a.xlsx 申请材料", 1, "材料叫什么", "没有这一列")),
            (
                lambda b: set_cell(b, "申请材料", "C1", "材料编码"),
                ("a.xlsx 申请材料", 1, "材料编码", "这一列出现了两次"),
            ),
            (lambda b: set_cell(b, "申请材料", "A3", 7), ("a.xlsx 申请材料", 3, "序号", "“事项”表中没有序号“7”")),
            (lambda b: set_cell(b, "申请材料", "A3", None), ("a.xlsx 申请材料", 3, "序号", "没有写序号")),
            (lambda b: set_cell(b, "事项", "A3", 1), ("a.xlsx 事项", 3, "序号", "序号“1”与第 2 行相同")),
            (lambda b: b.remove(b["事项"]), ("a.xlsx", 1, "", "没有“事项”表")),
        ],
    )
    def test_names_what_belongs_nowhere(
        self, change: Callable[[Any], None], problem: tuple[str, int, str, str]
    ) -> None:
        book = load_workbook(io.BytesIO(written(".xlsx", [an_item(), a_service(1, "查询")])))
        change(book)

        _raws, problems = read(saved(book), "a.xlsx")

        assert [(p.file, p.row, p.field) for p in problems][:1] == [problem[:3]]
        assert problems[0].message.startswith(problem[3])

    @pytest.mark.parametrize("name", ["a.xlsx", "a.zip", "a.json", "a.toml", "a.doc"])
    def test_what_is_no_such_file_is_said_so(self, name: str) -> None:
        raws, problems = read(b"\xff\xfe not at all", name)

        assert raws == []
        assert [(p.file, p.row) for p in problems] == [(name, 1)]


def set_cell(book: Workbook, sheet: str, place: str, value: Any) -> None:
    book[sheet][place] = value


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
