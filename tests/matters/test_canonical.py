"""The fast canonical form says, byte for byte, what the reference implementation of RFC 8785 says."""

import datetime as dt
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tongban.matters.rules.canonical import LARGEST, canonical_json
from tongban.matters.rules.entries import canonical, moment

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


class TestCanonicalJson:
    @given(values)
    def test_equals_the_reference(self, value: Any) -> None:
        try:
            wanted = rfc8785.dumps(value)
        except rfc8785.CanonicalizationError:
            with pytest.raises(rfc8785.CanonicalizationError):
                canonical_json(value)
        else:
            assert canonical_json(value) == wanted

    def test_orders_keys_beyond_the_basic_plane_as_utf_16(self) -> None:
        said = canonical_json({"\ufb33": 1, "\U0001f600": 2, "道": 3})

        assert said == '{"道":3,"\U0001f600":2,"\ufb33":1}'.encode()

    @pytest.mark.parametrize("value", [LARGEST + 1, float("nan"), "\ud800", {"a": object()}, {1: "a"}])
    def test_refuses_what_has_no_canonical_form(self, value: Any) -> None:
        with pytest.raises(rfc8785.CanonicalizationError):
            canonical_json(value)


words = st.text(st.characters(codec="utf-8"), max_size=8)
moments = st.datetimes(timezones=st.just(dt.UTC))


class TestEntry:
    @given(
        words=st.tuples(words, words, words, words, words),
        sequence=st.integers(1, LARGEST),
        actor=st.dictionaries(words, words | st.integers(0, 9), max_size=3),
        facts=st.dictionaries(words, values, max_size=3),
        times=st.tuples(moments, moments),
    )
    def test_is_the_canonical_json_of_its_ten_fields(
        self,
        words: tuple[str, ...],
        sequence: int,
        actor: dict[str, Any],
        facts: dict[str, Any],
        times: tuple[dt.datetime, dt.datetime],
    ) -> None:
        number, verb, from_state, to_state, source = words
        told = {
            "matter": number,
            "sequence": sequence,
            "verb": verb,
            "from": from_state,
            "to": to_state,
            "actor": actor,
            "source": source,
            "occurred_at": moment(times[0]),
            "recorded_at": moment(times[1]),
            "facts": facts,
        }
        try:
            wanted = rfc8785.dumps(told)
        except rfc8785.CanonicalizationError:
            return

        assert wanted == canonical(
            number=number,
            sequence=sequence,
            verb=verb,
            from_state=from_state,
            to_state=to_state,
            actor=actor,
            source=source,
            occurred_at=times[0],
            recorded_at=times[1],
            facts=facts,
        )
