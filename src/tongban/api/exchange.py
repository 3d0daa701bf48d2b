"""The outbox for the upper platform, and its errors: for the program that carries them (scope `exchange`)."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key, once
from tongban.api.shapes import exchange as shapes
from tongban.api.shapes.base import Body
from tongban.catalogue.actions.exchange.acknowledge_rows import acknowledge_rows
from tongban.catalogue.actions.exchange.take_rejections import take_rejections
from tongban.catalogue.queries.exchange import waiting_rows
from tongban.kernel import clock

calls = Calls("exchange 上报")


class RowsQuery(Body):
    """Rows beyond `after`, at most `limit`."""

    after: Annotated[int, Field(ge=0, le=2**62)] = 0
    limit: Annotated[int, Field(ge=1, le=2000)] = 500


@calls.get("/exchange/rows", rule=TOKEN, answer=shapes.OutgoingRows)
def read_rows(request: HttpRequest, asked: Query[RowsQuery]) -> shapes.OutgoingRows:
    """Read the rows of the exchange tables that wait to be handed over."""
    found = waiting_rows(caller(request), after=asked.after, limit=asked.limit)
    rows = [shapes.OutgoingRow(id=row.id, table=row.table, row=row.row) for row in found]
    return shapes.OutgoingRows(count=len(rows), last=rows[-1].id if rows else asked.after, results=rows)


@calls.write("POST", "/exchange/acknowledgements", rule=TOKEN, answer=shapes.Taken)
def acknowledge(request: HttpRequest, body: shapes.AcknowledgeRows, key: Key) -> Any:
    """Say which rows the upper platform has taken; they are not offered again."""

    def work() -> shapes.Taken:
        return shapes.Taken(taken=acknowledge_rows(ids=body.ids, actor=caller(request), at=clock.now()))

    return once(request, key, body, work)


@calls.write("POST", "/exchange/rejections", rule=TOKEN, answer=shapes.Taken, status=201)
def reject(request: HttpRequest, body: shapes.Reject, key: Key) -> Any:
    """Hand in the platform's error feed; an error that is known is not taken again."""

    def work() -> shapes.Taken:
        errors = [each.model_dump() for each in body.errors]
        return shapes.Taken(taken=take_rejections(errors=errors, actor=caller(request), at=clock.now()))

    return once(request, key, body, work, status=201)
