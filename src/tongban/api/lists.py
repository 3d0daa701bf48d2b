"""The published lists (清单), as of any day, and what differs between two; open to everybody."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query
from pydantic import Field

from tongban.api.callers import PUBLIC
from tongban.api.calls import Calls
from tongban.api.items import Page
from tongban.api.shapes import lists as shapes
from tongban.api.shapes.base import Body, Links
from tongban.catalogue.queries import published_lists as lists
from tongban.catalogue.queries.published_lists import Difference, ListFilter
from tongban.catalogue.rules.published_lists import PublishedList
from tongban.kernel.clock import today
from tongban.kernel.replica import reads_may_lag

calls = Calls("lists 清单")

Key = Annotated[str, Path(max_length=40, description="key of a list")]
Day = Annotated[dt.date | None, Field(description="as of the end of this day; today unless given")]


class ListsQuery(Body):
    """The day that is asked for."""

    on: Day = None


class ListQuery(Body):
    """Which rows are wanted, as of which day."""

    on: Day = None
    authority: Annotated[str, Field(max_length=60, description="key of an authority")] = ""
    region: Annotated[str, Field(max_length=12, description="12-digit code of a division: it and those in it")] = ""
    part: Annotated[str, Field(max_length=20, description="a part of the list")] = ""
    q: Annotated[str, Field(max_length=100, description="words of the name, the authority or the code")] = ""
    page: Page = 1


class ListComparisonQuery(Body):
    """Two days; `to` is today unless given."""

    from_day: Annotated[dt.date, Field(alias="from")]
    to_day: Annotated[dt.date | None, Field(alias="to")] = None
    page: Page = 1


@calls.get("/lists", rule=PUBLIC, answer=shapes.PublishedLists)
@reads_may_lag
def list_published_lists(request: HttpRequest, asked: Query[ListsQuery]) -> shapes.PublishedLists:
    """List the published lists with how much stands on each, today or on a day."""
    found = [
        shapes.PublishedListSummary(
            key=each.list.key,
            name=_(each.list.name),
            about=_(each.list.about),
            basis=each.list.basis,
            rows=each.rows,
            items=each.items,
            parts=each.parts,
            links=_links(each.list),
        )
        for each in lists.published_lists(asked.on)
    ]
    return shapes.PublishedLists(on=asked.on or today(), count=len(found), results=found)


@calls.get("/lists/{key}", rule=PUBLIC, answer=shapes.ListedRows)
@reads_may_lag
def read_published_list(request: HttpRequest, key: Key, asked: Query[ListQuery]) -> shapes.ListedRows:
    """Read a page of a list as it was at the end of a day, with the filters of its page."""
    narrowed = ListFilter(asked.authority, asked.region, asked.q, asked.part)
    found = lists.list_rows(key, asked.on, narrowed, page=asked.page)
    return shapes.ListedRows(
        key=key,
        name=_(found.list.name),
        on=found.on,
        count=found.count,
        page=found.page,
        pages=found.pages,
        columns=[
            shapes.ListColumn(
                key=each.key,
                label=_(each.label),
                codes={code: _(label) for code, label in each.codes.items()},
            )
            for each in found.list.columns
        ],
        results=[
            shapes.ListedRow(key=row.key, code=row.code, cells=_cells(found.list, row.cells)) for row in found.rows
        ],
        links=_links(found.list),
    )


@calls.get("/lists/{key}/comparison", rule=PUBLIC, answer=shapes.ListComparison)
@reads_may_lag
def compare_published_list(request: HttpRequest, key: Key, asked: Query[ListComparisonQuery]) -> shapes.ListComparison:
    """Compare a list between the ends of two days: what was added, removed and changed."""
    found = lists.compare(key, asked.from_day, asked.to_day, page=asked.page)
    return shapes.ListComparison(
        key=key,
        name=_(found.list.name),
        from_day=found.from_day,
        to_day=found.to_day,
        added=found.added,
        removed=found.removed,
        changed=found.changed,
        count=found.added + found.removed + found.changed,
        page=found.page,
        pages=found.pages,
        results=[_difference(found.list, each) for each in found.rows],
    )


def _difference(of: PublishedList, each: Difference) -> shapes.ListDifference:
    before = each.before or ()
    return shapes.ListDifference.model_validate(
        {
            "kind": each.kind,
            "key": each.row.key,
            "code": each.row.code,
            "cells": _cells(of, each.row.cells),
            "before": {of.columns[place].key: before[place] for place in each.changed},
        }
    )


def _cells(of: PublishedList, cells: Iterable[Any]) -> dict[str, Any]:
    return {column.key: cell for column, cell in zip(of.columns, cells, strict=True)}


def _links(of: PublishedList) -> Links:
    return Links(self=f"/api/v1/lists/{of.key}")
