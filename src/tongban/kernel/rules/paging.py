"""Pages of long lists."""

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)


class Found(Protocol[Row_co]):
    """What a question to the database finds: it can be counted, and a part of it read."""

    def count(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Iterable[Row_co]: ...


class Page(NamedTuple, Generic[Row]):
    """The rows of a page, how many rows there are on all pages, which page it is and how many there are."""

    rows: list[Row]
    total: int
    number: int
    pages: int


def page_of(found: Found[Row] | Sequence[Row], page: int, size: int, *, count: int | None = None) -> Page[Row]:
    """Return a page of what was found, with `size` rows to a page; beyond the end stands the last.

    `found` is in its order. Two queries; one where the caller has counted already and passes `count`.
    """
    if count is None:
        count = len(found) if isinstance(found, Sequence) else found.count()
    page, pages = held_within(page, count, size)
    return Page(list(found[(page - 1) * size : page * size]), count, page, pages)


def held_within(page: int, count: int, size: int) -> tuple[int, int]:
    """Return the page that is shown and how many there are, for `count` rows with `size` to a page.

    Pages count from 1; there is always one, and beyond the end stands the last.
    """
    pages = max(1, -(-count // size))
    return min(max(1, page), pages), pages
