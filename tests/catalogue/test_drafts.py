"""What a draft may hold: whatever it takes can be kept, shown, compared and told what it lacks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.factories import a_service, an_item
from tongban.catalogue.rules.difference import difference, words_of
from tongban.catalogue.rules.drafts import as_in_file, changed_identity, draft_columns, kept, unfounded, unkeepable
from tongban.catalogue.rules.enumerations import INSTANCES, RESULT_KINDS, STANDINGS
from tongban.catalogue.rules.item_file import read_item
from tongban.catalogue.rules.item_schema import EX_OFFICIO, ITEM

# Anything that JSON can say.
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
row = st.dictionaries(st.text(max_size=6), anything, max_size=3)
# Each field by the type that says most of it, with the form that a draft wants of it: rows, a list, a table, a word.
FIELDS = {**EX_OFFICIO["properties"], **ITEM["properties"]}


def of_the_form(field: str) -> st.SearchStrategy[Any]:
    """Return what has the outer form of a field's value, whatever is in it."""
    shape = FIELDS[field]
    if shape.get("type") == "array":
        return st.lists(row if shape["items"].get("type") == "object" else anything, max_size=3)
    return row if shape.get("type") == "object" else anything


field = st.sampled_from(sorted(FIELDS)).flatmap(lambda name: st.tuples(st.just(name), of_the_form(name)))
changed = st.lists(field, max_size=6).map(dict)


def keepable(changes: dict[str, Any], type_: str) -> dict[str, Any]:
    """Return a content begun as of a type, without those of the changes that no draft can hold."""
    content = {"type": type_, "standing": "in_use", "variant": "", **changes}
    wrong = {name for name, _message in unkeepable(content)}
    return {name: value for name, value in content.items() if name not in wrong or name not in changes}


def texts(something: Any) -> Iterator[str]:
    """Yield every text in it, keys too."""
    if isinstance(something, str):
        yield something
    elif isinstance(something, dict | list):
        inner = [*something, *something.values()] if isinstance(something, dict) else something
        for each in inner:
            yield from texts(each)


class TestDrafts:
    @given(changed, st.sampled_from(["01", "20", "02"]))
    def test_that_are_keepable_never_break_what_looks_at_them(self, changes: dict[str, Any], type_: str) -> None:
        content = keepable({key: value for key, value in changes.items() if key not in ("type", "variant")}, type_)

        data = kept(content)

        assert json.loads(json.dumps(data)) == data
        columns = draft_columns(data)
        assert columns["standing"] in STANDINGS
        assert type_ == "02" or (columns["instance"] in INSTANCES and columns["result_kind"] in RESULT_KINDS)
        whole, problems = read_item(as_in_file(data), file="", row=1)
        assert (whole is None) == bool(problems)
        before = kept(an_item())
        assert len(words_of(difference(before, data))) == len(difference(before, data))

    @given(changed)
    def test_that_are_keepable_can_be_stored(self, changes: dict[str, Any]) -> None:
        content = keepable({key: value for key, value in changes.items() if key != "type"}, "01")

        json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8")
        assert not [each for each in texts(content) if "\x00" in each]

    @pytest.mark.parametrize("odd", ["\x00", "\ud800", float("inf"), float("nan")])
    @pytest.mark.parametrize(
        "wrap", [lambda odd: odd, lambda odd: [{"name": odd}], lambda odd: {"a": {str(odd): [odd]}}]
    )
    def test_hold_nothing_that_cannot_be_stored(self, odd: object, wrap: Callable[[object], object]) -> None:
        for name in ("name", "materials", "result"):
            assert [each for each, _message in unkeepable({"type": "01", name: wrap(odd)})] == [name]

    def test_that_are_whole_are_read_as_the_file_that_they_come_from(self) -> None:
        for item in (an_item(), an_item(instance="instant", promised_days=0), a_service(1, "便民服务")):
            from_file, _problems = read_item(item, file="", row=1)
            assert from_file is not None

            again, problems = read_item(as_in_file(kept(from_file.data)), file="", row=1)

            assert problems == []
            assert again is not None
            assert again.content_hash == from_file.content_hash

    def test_of_no_type_at_all_are_refused_like_any_other_fault(self) -> None:
        assert [field for field, _message in unkeepable({"type": ["02"]})] == ["type"]
        assert read_item(an_item(type=["02"]), file="", row=1)[0] is None

    def test_name_what_an_item_cannot_be_begun_without(self) -> None:
        assert [field for field, _message in unfounded({})] == ["catalog_code", "name", "type", "level", "authority"]

    def test_keep_what_an_item_is_known_by(self) -> None:
        before = kept(an_item())

        assert list(changed_identity(before, {})) == []
        assert [field for field, _message in changed_identity(before, {**before, "level": "4"})] == ["level"]
