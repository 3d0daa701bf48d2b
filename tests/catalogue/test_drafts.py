"""What a draft may hold: whatever it takes can be kept, shown, compared and told what it lacks."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import assume, given
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
fields = st.sampled_from(sorted({*ITEM["properties"], *EX_OFFICIO["properties"]}))


def founded(changes: dict[str, Any], type_: str) -> dict[str, Any]:
    return {"type": type_, "standing": "in_use", "variant": "", **changes}


class TestDrafts:
    @given(st.dictionaries(fields, anything, max_size=6), st.sampled_from(["01", "20", "02"]))
    def test_that_are_keepable_never_break_what_looks_at_them(self, changes: dict[str, Any], type_: str) -> None:
        content = founded({key: value for key, value in changes.items() if key not in ("type", "variant")}, type_)
        assume(not list(unkeepable(content)))

        data = kept(content)

        assert json.loads(json.dumps(data)) == data
        columns = draft_columns(data)
        assert columns["standing"] in STANDINGS
        assert type_ == "02" or (columns["instance"] in INSTANCES and columns["result_kind"] in RESULT_KINDS)
        whole, problems = read_item(as_in_file(data), file="", row=1)
        assert (whole is None) == bool(problems)
        before = kept(an_item())
        assert len(words_of(difference(before, data))) == len(difference(before, data))

    @given(st.dictionaries(fields, anything, max_size=6))
    def test_that_are_keepable_can_be_stored(self, changes: dict[str, Any]) -> None:
        content = founded(changes, "01")
        assume(not list(unkeepable(content)))

        written = json.dumps(content, ensure_ascii=False)

        assert "\x00" not in written
        assert "Infinity" not in written
        written.encode("utf-8")

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
