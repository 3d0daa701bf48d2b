"""The quality of the catalogue (事项质检), and where promises and cases differ (承诺与实况)."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key as IdempotencyKey
from tongban.api.idempotent import once
from tongban.api.items import Page
from tongban.api.shapes import quality as shapes
from tongban.api.shapes.base import Body
from tongban.catalogue.actions.give_reason import give_reason
from tongban.catalogue.queries.gaps import GapsAsked, gaps
from tongban.catalogue.queries.quality_board import FindingRow, QualityAsked, finding_list, quality_board
from tongban.catalogue.queries.sentences import in_words
from tongban.kernel import clock

calls = Calls("quality 事项质检")
Key = Annotated[str, Field(max_length=50, pattern=r"^[^\x00]*$")]


class QualityQuery(Body):
    """What is empty is all; `unexplained`: warnings without a reason; `drafts`: in drafts, not in what is in force."""

    authority: Key = ""
    rule: Annotated[str, Field(max_length=10, pattern=r"^[^\x00]*$")] = ""
    severity: Annotated[str, Field(pattern="^(|error|warning)$")] = ""
    unexplained: bool = False
    drafts: bool = False


class FindingQuery(QualityQuery):
    """Which page of the findings."""

    page: Page = 1


class GapQuery(Body):
    """`kind`: late, early, more_materials or more_visits; "" is all."""

    kind: Annotated[str, Field(pattern="^(|late|early|more_materials|more_visits)$")] = ""
    authority: Key = ""
    page: Page = 1


@calls.get("/quality", rule=TOKEN, answer=shapes.QualityBoardAnswer)
def read_quality(request: HttpRequest, asked: Query[QualityQuery]) -> shapes.QualityBoardAnswer:
    """Count what the quality rules found, by authority and by rule, in the items that the caller looks after."""
    return shapes.QualityBoardAnswer.model_validate(quality_board(caller(request), _asked(asked)))


@calls.get("/quality/findings", rule=TOKEN, answer=shapes.Findings)
def read_findings(request: HttpRequest, asked: Query[FindingQuery]) -> shapes.Findings:
    """Read what the quality rules found, under the same filter."""
    found = finding_list(caller(request), _asked(asked), asked.page)
    rows = [_finding(row) for row in found.rows]
    return shapes.Findings(count=found.count, page=found.page, pages=found.pages, results=rows)


@calls.write("POST", "/quality/reasons", rule=TOKEN, answer=shapes.Explained, refuses=(404,))
def explain_warning(request: HttpRequest, body: shapes.Explain, key: IdempotencyKey) -> Any:
    """Say why a warning in a draft may stand; only an editor of the item may, until it is sent to review."""

    def work() -> shapes.Explained:
        kept = give_reason(
            version_id=body.version_id,
            rule=body.rule,
            field=body.field,
            reason=body.reason,
            actor=caller(request),
            at=clock.now(),
        )
        return shapes.Explained(kept=kept)

    return once(request, key, body, work)


@calls.get("/gaps", rule=TOKEN, answer=shapes.Gaps)
def read_gaps(request: HttpRequest, asked: Query[GapQuery]) -> shapes.Gaps:
    """Read the items whose promise differs from what a year of cases showed."""
    found = gaps(caller(request), GapsAsked(kind=asked.kind, authority=asked.authority), clock.today(), asked.page)
    rows = [shapes.GapAnswer.model_validate(row) for row in found.rows]
    return shapes.Gaps(count=found.count, counts=found.counts, page=found.page, pages=found.pages, results=rows)


def _asked(query: QualityQuery) -> QualityAsked:
    return QualityAsked(query.authority, query.rule, query.severity, query.unexplained, query.drafts)


def _finding(row: FindingRow) -> shapes.FindingAnswer:
    names = (name for name in shapes.FindingAnswer.model_fields if name != "message")
    return shapes.FindingAnswer(**{name: getattr(row, name) for name in names}, message=in_words(row.message))
