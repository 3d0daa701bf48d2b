"""The forms of drafts, without pages: what is shown comes back as it was, in every item of the city."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.http import QueryDict

from tongban.catalogue.models import Implementation
from tongban.web.office.catalogue.form import DraftForm
from tongban.web.office.catalogue.places import find_place, value_at, where
from tongban.web.office.catalogue.sections import is_table, sections_of


def addresses(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield every page with fields that a draft has."""
    for section in sections_of(content):
        if section.is_table:
            yield from rows(section.key, content)
        else:
            yield section.key


def rows(table: str, content: Mapping[str, Any]) -> Iterator[str]:
    place = find_place(table, content)
    for number in range(1, len(value_at(content, place.steps)) + 1):
        yield f"{table}/{number}"
        row = find_place(f"{table}/{number}", content)
        for name, schema in row.schema["properties"].items():
            if is_table(schema):
                yield from rows(f"{table}/{number}/{name}", content)


def sent(form: DraftForm) -> QueryDict:
    post = QueryDict(mutable=True)
    for name, typed in form.typed.items():
        post.setlist(name, typed)
    return post


class TestDraftForm:
    @pytest.mark.parametrize("part", range(4))
    def test_keeps_every_item_of_the_city_as_it_is(self, part: int) -> None:
        found = list(Implementation.objects.filter(current__isnull=False).order_by("task_code"))[part::8]
        assert len(found) > 10
        for each in found:
            assert each.current is not None
            content = each.current.content
            for address in addresses(content):
                place = find_place(address, content)
                form = DraftForm(place, content, sent(DraftForm(place, content)))
                assert (each.current.name, address, form.errors) == (each.current.name, address, {})
                assert form.changed() == content, (each.current.name, address)


class TestWhere:
    @pytest.mark.parametrize(
        ("path", "place"),
        [
            ("materials[2].name", ("materials/2", "name")),
            ("materials.code", ("materials", "")),
            ("steps", ("steps", "")),
            ("form[1].fields[2].key", ("form/1/fields/2", "key")),
            ("conditions[3]", ("conditions", "conditions")),
            ("result.licence_type", ("result", "result.licence_type")),
            ("result", ("result", "result.kind")),
            ("commitment", ("commitment", "commitment.version")),
            ("promised_days", ("limits", "promised_days")),
            ("situations[1].when", ("situations/1", "when")),
            ("standing_reason", ("", "")),
            ("", ("", "")),
        ],
    )
    def test_finds_the_page_and_the_field_of_a_problem(self, path: str, place: tuple[str, str]) -> None:
        assert where(path, {"type": "01"}) == place

    def test_has_no_page_for_what_the_type_has_not(self) -> None:
        assert where("materials[1].name", {"type": "02"}) == ("", "")
        assert where("conduct", {"type": "02"}) == ("conduct", "conduct")
