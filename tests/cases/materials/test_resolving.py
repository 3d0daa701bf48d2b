"""In which order a material is looked for."""

from hypothesis import given
from hypothesis import strategies as st

from tongban.cases.rules.resolving import OUTCOMES, PATHS, SATISFYING, Attempt, Slot, comes_to, resolve, settled

ORDER = list(PATHS)
slots = st.dictionaries(st.sampled_from(ORDER), st.sampled_from(list(OUTCOMES))).map(
    lambda ways: Slot("m", {path: Attempt(path, outcome) for path, outcome in ways.items()})
)


class TestResolve:
    @given(slots)
    def test_tries_the_open_ways_in_their_order_and_stops_at_the_first_that_satisfies(self, slot: Slot) -> None:
        tried = resolve(slot)

        assert [each.path for each in tried] == [path for path in ORDER if path in slot.ways][: len(tried)]
        assert not any(each.satisfies for each in tried[:-1])
        left = len(slot.ways) - len(tried)
        assert left == 0 or tried[-1].satisfies

    @given(slots, st.sampled_from(ORDER))
    def test_comes_to_a_way_only_when_no_way_before_satisfies(self, slot: Slot, path: str) -> None:
        before = ORDER[: ORDER.index(path)]

        reached = comes_to(slot, path)

        assert reached == all(slot.ways[each].outcome not in SATISFYING for each in before if each in slot.ways)
        assert not reached or path not in slot.ways or slot.ways[path] in resolve(slot)

    @given(slots)
    def test_settles_by_the_strongest_way_that_satisfies(self, slot: Slot) -> None:
        best = next((slot.ways[path] for path in ORDER if path in slot.ways and slot.ways[path].satisfies), None)

        assert settled(resolve(slot)) == best
