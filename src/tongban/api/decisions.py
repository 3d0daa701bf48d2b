"""Decisions in public (行政许可法 第四十条); open to everybody."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from tongban.api.callers import PUBLIC
from tongban.api.calls import Calls
from tongban.api.case_answers import CaseNumber
from tongban.api.items import Page
from tongban.api.shapes import decisions as shapes
from tongban.api.shapes.base import Body, Links
from tongban.cases.queries.published import PublishedDecision, published, published_decision
from tongban.kernel.replica import reads_may_lag

calls = Calls("decisions 决定公示")


class DecisionQuery(Body):
    """Words of the item, the organisation, the authority, or the number of the case."""

    q: Annotated[str, Field(max_length=100)] = ""
    page: Page = 1


@calls.get("/decisions", rule=PUBLIC, answer=shapes.Decisions)
@reads_may_lag
def list_decisions(request: HttpRequest, asked: Query[DecisionQuery]) -> shapes.Decisions:
    """List what was granted, the newest first; persons' names are masked, what is withheld is null."""
    found = published(asked.q, asked.page)
    return shapes.Decisions(
        count=found.count, page=found.page, pages=found.pages, results=[_answer(row) for row in found.rows]
    )


@calls.get("/decisions/{number}", rule=PUBLIC, answer=shapes.Decision)
@reads_may_lag
def read_decision(request: HttpRequest, number: CaseNumber) -> shapes.Decision:
    """Read one decision; `withheld` names what is not published and why."""
    return _answer(published_decision(number))


def _answer(row: PublishedDecision) -> shapes.Decision:
    same = {name: getattr(row, name) for name in shapes.Decision.model_fields if hasattr(row, name)}
    return shapes.Decision.model_validate({**same, "links": Links(self=f"/api/v1/decisions/{row.number}")})
