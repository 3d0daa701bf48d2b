"""The published lists (清单) as they are answered."""

import datetime as dt
from typing import Any, Literal

from tongban.api.shapes.base import Links, Shape


class PublishedListSummary(Shape):
    """A list and how much stands on it: rows, the items they are of, and the rows of each part."""

    key: str
    name: str
    about: str
    basis: str
    rows: int
    items: int
    parts: dict[str, int]
    links: Links


class PublishedLists(Shape):
    """All lists as of a day."""

    on: dt.date
    count: int
    results: list[PublishedListSummary]


class ListColumn(Shape):
    """A column: its key, what it is called, and the words for the codes that its cells hold."""

    key: str
    label: str
    codes: dict[str, str]


class ListedRow(Shape):
    """A row; `cells` are by the columns' keys, codes as codes. `key` is the same on every day."""

    key: str
    code: str
    cells: dict[str, Any]


class ListedRows(Shape):
    """A page of a list as it was at the end of a day."""

    key: str
    name: str
    on: dt.date
    count: int
    page: int
    pages: int
    columns: list[ListColumn]
    results: list[ListedRow]
    links: Links


class ListDifference(Shape):
    """A row that was added, removed or changed; `before` holds what stood in the cells that differ."""

    kind: Literal["added", "removed", "changed"]
    key: str
    code: str
    cells: dict[str, Any]
    before: dict[str, Any]


class ListComparison(Shape):
    """A page of what differs between a list at the end of two days."""

    key: str
    name: str
    from_day: dt.date
    to_day: dt.date
    added: int
    removed: int
    changed: int
    count: int
    page: int
    pages: int
    results: list[ListDifference]
