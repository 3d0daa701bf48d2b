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
from tongban.kernel import clock

calls = Calls("items 事项")

Code = Annotated[str, Path(max_length=60, description="实施编码 of the item, or its local code")]
Page = Annotated[int, Field(ge=1, le=100_000, description="from 1")]


class ItemQuery(Body):
    """What to look for; letters are also read as pinyin."""

    q: Annotated[str, Field(max_length=200)] = ""
    region: Annotated[str, Field(max_length=12, description="12-digit code of a division")] = ""
    audience: Annotated[str, Field(max_length=20, description="person or company")] = ""
    theme: Annotated[str, Field(max_length=60)] = ""
    authority: Annotated[str, Field(max_length=60, description="key of an authority")] = ""
    page: Page = 1


@calls.get("/items", rule=PUBLIC, answer=shapes.Items)
def find_items(request: HttpRequest, asked: Query[ItemQuery]) -> shapes.Items:
    """Find items by name, plain words, pinyin, or with a wrong character."""
    found = queries.find(
        asked.q,
        region=asked.region,
        audience=asked.audience,
        theme=asked.theme,
        authority=asked.authority,
        page=asked.page,
    )
    return shapes.Items.model_validate(found)


@calls.get("/items/{code}", rule=PUBLIC, answer=shapes.Item)
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
