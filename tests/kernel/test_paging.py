"""Which page of a long list is shown."""

import pytest

from tongban.kernel.rules.paging import held_within, page_of
from tongban.kernel.rules.texts import storable


class TestHeldWithin:
    @pytest.mark.parametrize(
        ("page", "count", "shown"),
        [(1, 0, (1, 1)), (0, 5, (1, 1)), (-3, 45, (1, 3)), (3, 45, (3, 3)), (9, 45, (3, 3)), (2, 40, (2, 2))],
    )
    def test_is_never_before_the_first_nor_beyond_the_last(self, page: int, count: int, shown: tuple[int, int]) -> None:
        assert held_within(page, count, 20) == shown


class TestPageOf:
    def test_holds_the_rows_of_the_page_and_how_many_there_are(self) -> None:
        found = list(range(45))

        assert page_of(found, 2, 20) == (found[20:40], 45, 2, 3)
        assert page_of(found, 9, 20) == (found[40:], 45, 3, 3)
        assert page_of(found[:0], 1, 20) == ([], 0, 1, 1)

    def test_counts_nothing_that_was_counted_already(self) -> None:
        assert page_of(list(range(45)), 1, 20, count=21)[1:] == (21, 1, 2)


class TestStorable:
    @pytest.mark.parametrize(("text", "told"), [("通办 😀", True), ("a\x00b", False), ("\ud800", False)])
    def test_knows_what_the_database_refuses(self, text: str, told: bool) -> None:
        assert storable(text) is told
