"""Taking forms in from templates: what is found, what is refused, and that twice is once."""

from __future__ import annotations

import datetime as dt
import os
import pathlib

import pytest

from tests.catalogue.forms.test_elements import NAME
from tongban.catalogue.actions.import_forms import files_at, import_forms, look_over_forms
from tongban.catalogue.models import FormDraft
from tongban.catalogue.rules import item_schema
from tongban.catalogue.rules.form_grid import Unreadable
from tongban.catalogue.rules.form_import import Found, form_from, share_taken
from tongban.catalogue.rules.form_schema_import import form_from_schema
from tongban.catalogue.rules.form_sense import form_sense
from tongban.catalogue.rules.forms import compile_form
from tongban.catalogue.rules.item_file import check_shape
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import SYSTEM, Actor
from tongban.parties.rules.reports import ImportRefused

AT = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
DATA = pathlib.Path(
    os.environ.get("TONGBAN_TEST_DATA", pathlib.Path(__file__).resolve().parents[4] / "shared" / "data")
)
REAL = DATA / "forms" / "zhejiang"

TEMPLATE = """<html><body>
<p>某某备案申请表</p>
<table>
<tr><td>一、申请人姓名：</td><td>${xm!DefaultValue}</td><td rowspan="1">出生<br/>日期</td><td>${bornDate!}</td></tr>
<tr><td colspan="4">二、场所情况</td></tr>
<tr><td rowspan="2">仓库</td><td>面积</td><td colspan="2">${area!""} 平方米</td></tr>
<tr><td>联系人：${lxr} 电话：${dh}</td><td colspan="2"></td></tr>
<tr><td colspan="2">股东姓名</td><td colspan="2">出资额（万元）</td></tr>
<#list owners as o>
<tr><td colspan="2">${o.name!}</td><td colspan="2">${o.share!}</td></tr>
</#list>
<#if xm == "甲"><tr><td>护照号</td><td colspan="3">${pass}</td></tr></#if>
</table>
<p>${"x"}</p>
</body></html>
""".encode()


def read(data: bytes, file: str = "a.ftl") -> Found:
    return form_from(data, file, {"person.name": NAME})


class TestFound:
    def test_fields_have_the_labels_and_groups_of_the_template(self) -> None:
        found = read(TEMPLATE)

        assert found.name == "某某备案申请表"
        assert [(group["title"], [field["title"] for field in group["fields"]]) for group in found.groups] == [
            ("某某备案申请表", ["申请人姓名", "出生日期"]),
            ("仓库", ["面积", "联系人", "电话"]),
            ("场所情况", ["股东姓名", "出资额"]),
            ("场所情况", ["护照号"]),
        ]
        assert (found.keys, found.taken, found.named) == (9, 8, 1)

    def test_elements_types_units_and_keys_come_along(self) -> None:
        first, second, rows, last = read(TEMPLATE).groups

        assert first["fields"][0] | {"title_en": ""} == {
            "key": "xm",
            "title": "申请人姓名",
            "title_en": "",
            "type": "text",
            "max": 50,
            "element": "person.name",
        }
        assert first["fields"][1] == {"key": "born_date", "title": "出生日期", "type": "date"}
        assert second["fields"][0] == {"key": "area", "title": "面积", "type": "number", "unit": "平方米"}
        assert (rows["key"], rows["repeats"], [each["key"] for each in rows["fields"]]) == (
            "owners",
            True,
            ["name", "share"],
        )
        assert last["fields"][0]["when"] == [{"key": "xm", "is": ["甲"]}]

    def test_what_is_no_field_is_told_with_its_line(self) -> None:
        assert [(line, str(said)) for line, said in read(TEMPLATE).unfound] == [(14, '“"x"”不是一个字段，没有导入。')]

    def test_the_groups_are_a_form(self) -> None:
        groups = read(TEMPLATE).groups

        assert (
            list(check_shape({"form": groups}, {"properties": {"form": item_schema.ITEM["properties"]["form"]}})) == []
        )
        assert list(form_sense(groups)) == []
        assert "owners" in compile_form(groups)["properties"]

    @pytest.mark.parametrize(
        ("data", "line"),
        [
            (b"<p>\xff</p>", 1),
            (b"<html>\n<p>${abc</p>\n</html>", 2),
            (b"<table>\n<#list a as b>\n<tr></tr>", 2),
            (b"<table>\n</#if>\n</table>", 2),
            (b"no form", 1),
            (b"", 1),
            (b"<p>" + b"x" * (4 * 1024 * 1024), 1),
        ],
    )
    def test_a_bad_file_is_refused_with_its_line(self, data: bytes, line: int) -> None:
        with pytest.raises(Unreadable) as refused:
            read(data)

        assert refused.value.line == line


class TestSchemas:
    def test_objects_become_groups_and_lists_rows(self) -> None:
        found = form_from_schema(
            b"""{"title": "Benefit", "type": "object", "required": ["fullName"], "properties": {
              "fullName": {"type": "string", "maxLength": 30, "pattern": "^[A-Z]"},
              "address": {"$ref": "#/definitions/address"},
              "issues": {"type": "array", "items": {"type": "object", "properties": {"issue": {"type": "string"}}}},
              "odd": {"type": "array", "items": {"type": "array"}}
            }, "definitions": {"address": {"type": "object", "properties": {"city": {"enum": ["A", "B"]}}}}}""",
            "x.json",
            {},
        )

        assert [(group["title"], [field["key"] for field in group["fields"]]) for group in found.groups] == [
            ("Benefit", ["full_name"]),
            ("address", ["address_city"]),
            ("issues", ["issue"]),
        ]
        assert (found.keys, found.taken, [line for line, _said in found.unfound]) == (4, 3, [5])
        assert list(form_sense(found.groups)) == []

    @pytest.mark.parametrize(("data", "line"), [(b'{\n"a": }', 2), (b"[1]", 1), (b'{"type": "object"}', 1)])
    def test_what_is_none_is_refused(self, data: bytes, line: int) -> None:
        with pytest.raises(Unreadable) as refused:
            form_from_schema(data, "x.json", {})

        assert refused.value.line == line


@pytest.mark.django_db
class TestImport:
    def test_each_file_becomes_a_draft_and_twice_is_once(self) -> None:
        files = [("a.ftl", TEMPLATE), ("b.html", TEMPLATE + b"<p/>")]

        first = import_forms(files=files, actor=SYSTEM, at=AT)
        before = list(FormDraft.objects.values())
        second = import_forms(files=files, actor=SYSTEM, at=AT + dt.timedelta(days=1))

        assert (first.created, first.unchanged, second.created, second.unchanged) == (2, 0, 0, 2)
        assert list(FormDraft.objects.values()) == before
        assert before[0]["report"]["keys"] == 9
        assert before[0]["report"]["unfound"][0]["line"] == 14

    def test_one_bad_file_refuses_all_of_them(self) -> None:
        with pytest.raises(ImportRefused) as refused:
            import_forms(files=[("a.ftl", TEMPLATE), ("b.ftl", b"<p>\n${x")], actor=SYSTEM, at=AT)

        assert [(each.file, each.row) for each in refused.value.problems] == [("b.ftl", 2)]
        assert not FormDraft.objects.exists()

    def test_is_refused_to_who_edits_no_items(self) -> None:
        with pytest.raises(NotYours):
            import_forms(files=[("a.ftl", TEMPLATE)], actor=Actor("somebody"), at=AT)

        assert not FormDraft.objects.exists()

    @pytest.mark.skipif(not REAL.is_dir(), reason="the real forms are not there: set TONGBAN_TEST_DATA")
    def test_nine_of_ten_keys_of_the_real_forms_become_fields(self) -> None:
        found = look_over_forms(files_at(REAL))

        assert len(found) == 60
        assert sum(each.keys for each in found) > 500
        assert share_taken(found) >= 0.9
        assert all(line > 0 for each in found for line, _said in (*each.unfound, *each.notes))
        for each in found:
            assert list(form_sense(each.groups)) == [], each.file
            assert all(
                field["title"].strip() and group["title"].strip() for group in each.groups for field in group["fields"]
            )
