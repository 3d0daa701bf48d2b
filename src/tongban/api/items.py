"""Finding service items and reading their implementation lists; open to everybody."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query
from pydantic import Field

from tongban.api.callers import PUBLIC
from tongban.api.calls import Calls
from tongban.api.shapes import items as shapes
from tongban.api.shapes.base import Body, Links
from tongban.catalogue import queries
from tongban.catalogue.actions.words.note_empty_search import note_empty_search
from tongban.kernel import clock
from tongban.kernel.replica import reads_may_lag

calls = Calls("items 事项")
# What leaves nothing out: where such a search finds nothing, it is for want of the word.
_SAID = frozenset({"q", "collapse", "page"})

Code = Annotated[str, Path(max_length=60, description="实施编码 of the item, or its local code")]
Page = Annotated[int, Field(ge=1, le=100_000, description="from 1")]


class ItemQuery(Body):
    """What to look for; letters are also read as pinyin."""

    q: Annotated[str, Field(max_length=200)] = ""
    region: Annotated[str, Field(max_length=12, description="12-digit code of a division")] = ""
    audience: Annotated[str, Field(max_length=20, description="person or company")] = ""
    theme: Annotated[str, Field(max_length=60)] = ""
    authority: Annotated[str, Field(max_length=60, description="key of an authority")] = ""
    instance: Annotated[str, Field(max_length=20, description="instant or promised")] = ""
    depth: Annotated[str, Field(max_length=1, description="what can be done online (网上办理深度), 1 to 8")] = ""
    item: Annotated[str, Field(max_length=12, description="基本编码: all who handle one item")] = ""
    collapse: Annotated[
        bool, Field(description="each item once, at the nearest door; `also` tells how many others handle it")
    ] = False
    page: Page = 1


@calls.get("/items", rule=PUBLIC, answer=shapes.Items)
@reads_may_lag
def find_items(request: HttpRequest, asked: Query[ItemQuery]) -> shapes.Items:
    """Find items by name, plain words, pinyin, or with a wrong character; with a region the nearest come first."""
    found = queries.find(
        asked.q,
        region=asked.region,
        audience=asked.audience,
        theme=asked.theme,
        authority=asked.authority,
        instance=asked.instance,
        depth=asked.depth,
        item=asked.item,
        collapse=asked.collapse,
        page=asked.page,
    )
    if not found.count and asked.page == 1 and not asked.model_fields_set - _SAID:
        note_empty_search(words=asked.q, at=clock.now())
    return shapes.Items.model_validate(found)


@calls.get("/items/{code}", rule=PUBLIC, answer=shapes.Item)
@reads_may_lag
def read_item(request: HttpRequest, code: Code) -> shapes.Item:
    """Read the implementation list of an item: who, what, by when, with what."""
    item = queries.implementation(code)
    due = queries.due_if_applied(item, clock.today())
    shape = shapes.Item.model_validate({**_fields(item), "links": Links(self=f"/api/v1/items/{item.code}")})
    if due is not None:
        shape.due_if_accepted_today, shape.due_provisional = due.day, due.provisional
    return shape


def _fields(item: queries.ImplementationView) -> dict[str, object]:
    return {name: getattr(item, name) for name in shapes.Item.model_fields if hasattr(item, name)}
