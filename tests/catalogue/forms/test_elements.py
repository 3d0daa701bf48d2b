"""Data elements: what is shipped, what a city sets itself, and what fields take from them."""

from __future__ import annotations

import datetime as dt
import pathlib
import re
import tomllib

import pytest

from tongban.catalogue.actions.load_elements import load_elements, shipped_elements
from tongban.catalogue.models import DataElement
from tongban.catalogue.queries.elements import element, element_rows, elements, elements_like
from tongban.catalogue.rules.elements import (
    DOMAINS,
    KEY,
    Element,
    by_label,
    clashes,
    filled,
    hints,
    plain_label,
    with_elements,
)
from tongban.catalogue.rules.enumerations import FieldType
from tongban.kernel.errors import NotFound

ITEMS = pathlib.Path(__file__).resolve().parents[3] / "demo" / "guiyang" / "items"
NAME = Element("person.name", "姓名", "Name", FieldType.TEXT, 3, maximum=50, aliases=("申请人姓名",))
SEX = Element("person.sex", "性别", "Sex", FieldType.CHOICE, 3, choices=("男", "女"))
KNOWN = {each.key: each for each in (NAME, SEX)}


def a_form(*fields: dict[str, object]) -> dict[str, object]:
    return {"form": [{"title": "申请人", "fields": list(fields)}]}


class TestShipped:
    def test_each_key_is_of_a_known_domain_and_stands_once(self) -> None:
        keys = [row["key"] for row in shipped_elements()]

        assert len(keys) == len(set(keys))
        assert all(KEY.fullmatch(key) and key.partition(".")[0] in DOMAINS for key in keys)

    def test_no_label_stands_for_two_elements(self) -> None:
        labels = [plain_label(each) for row in shipped_elements() for each in (row["title"], *row.get("aliases", ()))]

        assert sorted({each for each in labels if labels.count(each) > 1}) == []

    def test_choices_bounds_and_patterns_are_usable(self) -> None:
        for row in shipped_elements():
            assert bool(row.get("choices")) == (row["type"] in ("choice", "choices")), row["key"]
            assert row["level"] in (1, 2, 3, 4), row["key"]
            assert row.get("minimum", 0) <= row.get("maximum", 10**9), row["key"]
            re.compile(row.get("pattern", ""))

    def test_every_element_that_the_demo_city_asks_for_is_there(self) -> None:
        known = {row["key"] for row in shipped_elements()}
        asked = {
            (path.name, field["element"])
            for path in sorted(ITEMS.glob("*.toml"))
            for group in tomllib.loads(path.read_text(encoding="utf-8")).get("form", ())
            for field in group["fields"]
            if field.get("element")
        }

        assert sorted(each for each in asked if each[1] not in known) == []


class TestTake:
    def test_a_field_takes_what_it_does_not_say_itself(self) -> None:
        taken = filled({"key": "name", "element": "person.name", "required": True}, KNOWN)

        assert taken == {
            "key": "name",
            "element": "person.name",
            "required": True,
            "title": "姓名",
            "title_en": "Name",
            "type": "text",
            "max": 50,
        }

    def test_what_it_says_otherwise_stays(self) -> None:
        taken = filled({"key": "name", "title": "母亲姓名", "type": "text", "max": 20, "element": "person.name"}, KNOWN)

        assert taken == {"key": "name", "title": "母亲姓名", "type": "text", "max": 20, "element": "person.name"}

    def test_one_of_another_type_takes_no_limits_that_are_not_its_own(self) -> None:
        taken = filled({"key": "sex", "type": "longtext", "element": "person.sex"}, KNOWN)

        assert taken == {"key": "sex", "type": "longtext", "element": "person.sex", "title": "性别", "title_en": "Sex"}

    @pytest.mark.parametrize("form", ["", None, [1], [{"fields": 1}], [{"fields": [1, {"element": 3}]}]])
    def test_what_is_not_a_form_yet_stays_as_it_is(self, form: object) -> None:
        assert with_elements({"form": form}, KNOWN) == {"form": form}


class TestJudge:
    def test_an_unknown_element_and_another_type_are_told(self) -> None:
        content = a_form(
            {"key": "a", "title": "甲", "type": "text", "element": "person.shoe"},
            {"key": "b", "title": "姓名", "type": "date", "element": "person.name"},
            {"key": "c", "title": "姓名", "type": "text", "element": "person.name"},
        )

        found = dict(clashes(content, KNOWN))

        assert list(found) == ["form[1].fields[1].element", "form[1].fields[2].type"]
        assert "person.shoe" in found["form[1].fields[1].element"]

    def test_a_label_that_is_an_elements_is_told_where_none_is_named(self) -> None:
        content = a_form(
            {"key": "a", "title": "申请人 姓名：", "type": "text"},
            {"key": "b", "title": "申请人姓名", "type": "text", "element": "person.name"},
            {"key": "c", "title": "开户行", "type": "text"},
            {"key": "d", "title": "姓名", "type": "date"},
        )

        assert [where for where, _said in hints(content, by_label(KNOWN.values()))] == ["form[1].fields[1].element"]


@pytest.mark.django_db
class TestLoad:
    def test_every_database_has_them_and_running_again_changes_nothing(self) -> None:
        before = elements()

        assert load_elements() == len(before) == len(shipped_elements())
        assert elements() == before

    def test_what_the_city_has_set_itself_stays(self) -> None:
        at = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
        DataElement.objects.filter(key="person.name").update(title="名字", changed_at=at)
        DataElement.objects.filter(key="person.phone").update(title="电话机")

        load_elements()

        assert element("person.name").title == "名字"
        assert element("person.phone").title == "手机号码"

    def test_an_unknown_key_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            element("person.shoe")

    def test_a_label_finds_its_element_before_those_that_only_have_its_words(self) -> None:
        found = elements_like("身份证号")

        assert found[0].key == "person.id_number"
        assert "spouse.id_number" in [each.key for each in found]

    def test_rows_are_narrowed_by_words_and_by_domain(self) -> None:
        assert {row.element.about for row in element_rows(about="vehicle").rows} == {"vehicle"}
        assert [row.element.key for row in element_rows(q="车架号").rows] == ["vehicle.vin"]
