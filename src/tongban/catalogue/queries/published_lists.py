"""Reading the published lists as of any day: a list is a question to the versions in force, nothing is kept of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tongban.catalogue.queries import published_lists_sql as sql
from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES, Standing
from tongban.catalogue.rules.published_lists import BY_KEY, LISTS, PublishedList, Source
from tongban.catalogue.rules.search import region_prefix
from tongban.kernel.clock import ZONE, today
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.rules.paging import held_within

PAGE_SIZE = 50
FURTHEST = 1_000_000
AT_A_TIME = 2000
LONGEST_WORDS = 8


@dataclass(frozen=True, slots=True)
class ListSummary:
    """A list and how much stands on it: rows, the items they are of, and the rows of each part by its key."""

    list: PublishedList
    rows: int
    items: int
    parts: dict[str, int]


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which rows are wanted: of an authority (key), of a division and those inside it (12 digits), with words."""

    authority: str = ""
    region: str = ""
    q: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row: `cells` are in the order of the list's columns, codes as codes.

    `guide` says which public page the item has now: "items" where people apply, "powers" where not, "" for none.
    """

    key: str
    code: str
    cells: tuple[Any, ...]
    guide: str
    name_en: str
    authority_en: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list as it was on a day."""

    list: PublishedList
    on: dt.date
    count: int
    page: int
    pages: int
    rows: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that was added, removed or changed; `changed` holds the places of the cells that differ."""

    kind: str
    row: ListRow
    before: tuple[Any, ...] | None
    changed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A page of what differs between two days, and how many rows of each kind there are."""

    list: PublishedList
    from_day: dt.date
    to_day: dt.date
    added: int
    removed: int
    changed: int
    page: int
    pages: int
    rows: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class DayOfChange:
    """A day on which a list changed, and by how many rows."""

    day: dt.date
    added: int
    removed: int
    changed: int


def published_list(key: str) -> PublishedList:
    """Return a list by its key; NotFound when there is none."""
    if key not in BY_KEY:
        raise NotFound(_("没有这张清单。请从全部清单里选择。"))
    return BY_KEY[key]


def published_lists(on: dt.date | None = None) -> list[ListSummary]:
    """Return all lists with their counts on a day, today unless told: a query for each kind of rows."""
    at = {"day": _end_of(_a_day(on, "on"))}
    found: dict[str, ListSummary] = {}
    of_source: dict[Source, list[PublishedList]] = {}
    for each in LISTS:
        of_source.setdefault(each.source, []).append(each)
    for source, lists in of_source.items():
        numbers = iter(_run(sql.counts(source, lists), at)[0])
        for each in lists:
            rows, items = next(numbers), next(numbers)
            found[each.key] = ListSummary(each, rows, items, {part.key: next(numbers) for part in each.parts})
    return [found[each.key] for each in LISTS]


def list_rows(
    key: str,
    on: dt.date | None = None,
    narrowed: ListFilter = ListFilter(),
    *,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> ListPage:
    """Return a page of a list as it was when a day ended, today unless told, by region, authority and code.

    Rows of one item stand together. One query; two where the page lies beyond the end, which shows the last.
    Raises NotFound for an unknown list and BadInput for a day that has not come.
    """
    wanted = published_list(key)
    day = _a_day(on, "on")
    filters, asked = _filters(wanted, narrowed)
    statement = sql.rows(wanted, filters, narrowed.part, paged=True)
    page = min(max(page, 1), FURTHEST)
    asked |= {"day": _end_of(day), "limit": size}
    found = _run(statement, {**asked, "offset": (page - 1) * size})
    if not found and page > 1:
        count = _run(sql.count(wanted, filters, narrowed.part), asked)[0][0]
        page, _pages = held_within(page, count, size)
        found = _run(statement, {**asked, "offset": (page - 1) * size})
    count = found[0][-1] if found else 0
    page, pages = held_within(page, count, size)
    return ListPage(wanted, day, count, page, pages, tuple(_row(line) for line in found))


def list_all(
    key: str,
    on: dt.date | None = None,
    narrowed: ListFilter = ListFilter(),
) -> Iterator[ListRow]:
    """Return all rows of a list on a day, in the order of its pages, read as they are asked for.

    Raises what `list_rows` raises, at once and not with the first row.
    """
    wanted = published_list(key)
    filters, asked = _filters(wanted, narrowed)
    asked["day"] = _end_of(_a_day(on, "on"))
    return _streamed(sql.rows(wanted, filters, narrowed.part, paged=False), asked)


def compare(
    key: str, from_day: dt.date, to_day: dt.date | None = None, *, page: int = 1, size: int = PAGE_SIZE
) -> Comparison:
    """Return what differs between a list as it was at the end of two days: added, changed and removed rows.

    One query. Raises NotFound for an unknown list, BadInput for days that have not come or stand the wrong way round.
    """
    wanted = published_list(key)
    to_day = _a_day(to_day, "to")
    from_day = _a_day(from_day, "from")
    if from_day > to_day:
        raise BadInput({"from": _("起始日期晚于截止日期，请对调。")})
    page = min(max(page, 1), FURTHEST)
    asked = {"from": _end_of(from_day), "to": _end_of(to_day), "limit": size, "offset": (page - 1) * size}
    lines = _run(sql.compared(wanted), asked)
    added, removed, changed = lines[0][:3]
    held, pages = held_within(page, added + removed + changed, size)
    if held != page:
        return compare(key, from_day, to_day, page=held, size=size)
    rows = tuple(_difference(line[3:]) for line in lines if line[3] is not None)
    return Comparison(wanted, from_day, to_day, added, removed, changed, page, pages, rows)


def days_of_change(key: str) -> list[DayOfChange]:
    """Return the days on which a list changed, the newest first, in one query."""
    return [DayOfChange(*line) for line in _run(sql.changes(published_list(key)), {})]


def _a_day(day: dt.date | None, field: str) -> dt.date:
    now = today()
    if day is not None and day > now:
        raise BadInput({field: _("还没有到这一天，请选择今天或以前的日期。")})
    return day or now


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZONE)


def _filters(wanted: PublishedList, narrowed: ListFilter) -> tuple[list[str], dict[str, Any]]:
    if narrowed.part and narrowed.part not in {part.key for part in wanted.parts}:
        raise BadInput({"part": _("这张清单没有这一部分，请从页面上选择。")})
    asked: dict[str, Any] = {}
    if narrowed.authority:
        asked["authority"] = _clean(narrowed.authority)
    if narrowed.region:
        asked["region"] = _escaped(region_prefix(_clean(narrowed.region))) + "%"
    if words := _clean(narrowed.q).split()[:LONGEST_WORDS]:
        asked["words"] = [f"%{_escaped(word)}%" for word in words]
    return list(asked), asked


def _clean(text: str) -> str:
    return "".join(each for each in text if each.isprintable())


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _run(statement: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def _streamed(statement: str, asked: dict[str, Any]) -> Iterator[ListRow]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, asked)
        while lines := cursor.fetchmany(AT_A_TIME):
            yield from map(_row, lines)


def _row(line: Any) -> ListRow:
    key, code, kind, standing, name_en, authority_en, cells = line[:7]
    return ListRow(key, code, tuple(json.loads(cells)), _guide(kind, standing), name_en, authority_en)


def _guide(kind: str, standing: str | None) -> str:
    if kind in EX_OFFICIO_TYPES:
        return "powers" if standing else ""
    return "items" if standing == Standing.IN_USE else ""


def _difference(line: Any) -> Difference:
    kind, key, code, of_type, standing, name_en, authority_en, before, after = line
    was = None if before is None else tuple(json.loads(before))
    became = was if after is None else tuple(json.loads(after))
    assert became is not None, "a difference has at least one side"
    places = () if kind != "changed" or was is None else _changed_places(was, became)
    row = ListRow(key, code, became, _guide(of_type, standing), name_en, authority_en)
    return Difference(kind, row, was, places)


def _changed_places(was: tuple[Any, ...], became: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(place for place, (old, new) in enumerate(zip(was, became, strict=True)) if old != new)
