"""A new item is there from its first draft on, and nobody applies for it before it is published."""

from typing import Any

import pytest

from tests.catalogue.revisions.flow import MONDAY, brought, content_in_force, draft_of, trace
from tests.city import actor
from tongban.catalogue.actions import abandon, begin_item
from tongban.catalogue.actions.revisions.begin_item import ItemExists
from tongban.catalogue.actions.revisions.opening import DraftOpen
from tongban.catalogue.models import Implementation, Item
from tongban.catalogue.queries import find, implementation
from tongban.catalogue.queries.directory import directory, directory_entry
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotYours
from tongban.matters.models import Matter

NEW: dict[str, Any] = {
    "catalog_code": "520117990000",
    "name": "临时占用城市桥梁审批",
    "type": "01",
    "level": "3",
    "authority": "chengguan",
}


def begun(role: str = "steward", **changes: Any) -> str:
    content = {key: value for key, value in {**NEW, **changes}.items() if value is not None}
    return begin_item(content=content, reason="新设事项", actor=actor(role), at=MONDAY)


def whole() -> dict[str, Any]:
    """Return the road permit's content under the new item's name and code."""
    return {**content_in_force(), **NEW, "local_code": ""}


class TestBeginItem:
    def test_keeps_what_is_known_so_far_and_shows_it_to_nobody(self) -> None:
        number = begun()

        draft = draft_of(number)
        code = draft.implementation.task_code
        assert code == "11520100TB0001151X3520117990000"
        assert draft.implementation.current is None
        assert (draft.number, draft.state, draft.content["name"]) == (1, "draft", NEW["name"])
        assert draft.content["materials"] == []
        assert Item.objects.get(catalog_code="520117990000").name == NEW["name"]
        with pytest.raises(NotFound):
            implementation(code)
        assert code not in [row.code for row in find(NEW["name"]).results]
        with pytest.raises(NotFound):
            directory_entry(NEW["catalog_code"])
        page = directory(q="临时占用城市桥梁")
        assert (page.count, page.entries) == (0, ())
        assert sum(directory().types.values()) == directory().count == Item.objects.count() - 1

    def test_comes_into_force_like_any_other_change(self) -> None:
        number = begin_item(content=whole(), reason="新设事项", actor=actor("steward"), at=MONDAY)

        brought(number, "in_force")

        found = implementation("11520100TB0001151X3520117990000")
        assert (found.number, found.name) == (1, NEW["name"])
        assert len(found.materials) == len(whole()["materials"])
        assert draft_of(number).changes == [{"kind": "first", "field": "", "rows": []}]
        assert [row.code for row in find(NEW["name"]).results][:1] == [found.code]
        assert directory_entry(NEW["catalog_code"]).entry.name == NEW["name"]

    def test_of_what_an_authority_does_of_its_own_accord_has_its_own_form(self) -> None:
        number = begun(catalog_code="520217990000", type="02", name="擅自占用桥梁的处罚", conduct="擅自占用桥梁")

        draft = draft_of(number)
        assert (draft.type, draft.instance, draft.content["measures"]) == ("02", "", [])
        assert "materials" not in draft.content

    @pytest.mark.parametrize("field", ["catalog_code", "name", "type", "level", "authority"])
    def test_needs_what_the_code_is_made_of(self, field: str) -> None:
        before = trace()

        with pytest.raises(BadInput) as refused:
            begun(**{field: None})

        assert field in refused.value.errors
        assert trace() == before

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"catalog_code": "12"}, "catalog_code"),
            ({"catalog_code": "520217990000"}, "catalog_code"),
            ({"authority": "nobody"}, "authority"),
            ({"level": "8"}, "level"),
            ({"type": "99"}, "type"),
            ({"variant": "fast"}, "variant"),
            ({"nonsense": 1}, "nonsense"),
            ({"materials": "none"}, "materials"),
            ({"name": "a\x00"}, "name"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, changes: dict[str, Any], field: str) -> None:
        items = Item.objects.count()

        with pytest.raises(BadInput) as refused:
            begun(**changes)

        assert list(refused.value.errors) == [field]
        assert Item.objects.count() == items

    def test_is_refused_for_an_item_that_is_in_force(self) -> None:
        before = trace()

        with pytest.raises(ItemExists):
            begun(catalog_code="520117002000", name="挖掘城市道路许可")

        assert trace() == before

    def test_is_refused_while_it_is_being_drafted_and_again_allowed_when_given_up(self) -> None:
        number = begun()
        with pytest.raises(DraftOpen, match=number):
            begun()
        abandon(number=number, reason="不设了", actor=actor("steward"), at=MONDAY)

        assert draft_of(begun()).number == 2

    def test_is_refused_to_the_editor_of_another_authority_and_leaves_no_trace(self) -> None:
        before = (Item.objects.count(), Implementation.objects.count(), Matter.objects.count())

        with pytest.raises(NotYours):
            begun(authority="gongan")
        with pytest.raises(NotYours):
            begun("item_reviewer")

        assert (Item.objects.count(), Implementation.objects.count(), Matter.objects.count()) == before
