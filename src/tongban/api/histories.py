"""Processes of other systems, for supervisors and the authority that they belong to."""

from typing import Annotated, Literal
from urllib.parse import quote

from django.http import HttpRequest
from ninja import Path, Query
from pydantic import Field

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.items import Page
from tongban.api.shapes import histories as shapes
from tongban.api.shapes.base import Body, Links
from tongban.kernel.clock import today
from tongban.matters.queries.histories import (
    Asked,
    HistoryRow,
    activities,
    history_list,
    history_page,
    history_sources,
)

calls = Calls("histories 历史办件")
HistoryNumber = Annotated[str, Path(max_length=60, description="the number of the history")]


class HistoryQuery(Body):
    """`source` is one of the answer's sources, `q` words of the number."""

    source: Annotated[str, Field(max_length=40)] = ""
    state: Literal["", "open", "closed"] = ""
    lamp: Literal["", "green", "white", "yellow", "red"] = ""
    q: Annotated[str, Field(max_length=100)] = ""
    page: Page = 1


@calls.get("/histories", rule=TOKEN, answer=shapes.Histories)
def read_histories(request: HttpRequest, asked: Query[HistoryQuery]) -> shapes.Histories:
    """Read what was brought in from other systems, the newest first, with the figures of each source."""
    actor = caller(request)
    found = history_list(actor, Asked(asked.source, asked.state, asked.lamp, asked.q), today(), asked.page)
    return shapes.Histories(
        count=found.count,
        page=found.page,
        pages=found.pages,
        sources=[shapes.Source.model_validate(each) for each in history_sources(actor)],
        activities=[shapes.Activity.model_validate(each) for each in activities(actor, asked.source)]
        if asked.source
        else [],
        results=[_history(row) for row in found.results],
    )


@calls.get("/histories/{path:number}", rule=TOKEN, answer=shapes.HistoryWhole)
def read_history(request: HttpRequest, number: HistoryNumber) -> shapes.HistoryWhole:
    """Read one with its events; nobody is named in them."""
    found = history_page(caller(request), number, today())
    events = [shapes.HistoryEvent.model_validate(each) for each in found.events]
    return shapes.HistoryWhole(**_history(found.row).model_dump(), events=events)


def _history(row: HistoryRow) -> shapes.History:
    names = (name for name in shapes.History.model_fields if name != "links")
    # The other system's names may hold what an address may not.
    links = Links(self=f"/api/v1/histories/{quote(row.number, safe='')}")
    return shapes.History(**{name: getattr(row, name) for name in names}, links=links)
