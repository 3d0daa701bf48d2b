"""Decisions in public (行政许可法 第四十条): a list to search, one decision, and the whole list to take away."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from tongban.cases.queries.published import PAGE_SIZE, PublishedDecision, published, published_all, published_decision
from tongban.web.csv_lines import csv_lines
from tongban.web.doorkeeper import public
from tongban.web.language import to_simplified
from tongban.web.paging import page_number

LONGEST_QUERY = 100
KEPT_SECONDS = 300
_COLUMNS = (
    "number",
    "document_number",
    "item",
    "holder",
    "authority",
    "decided_on",
    "posted_on",
    "valid_from",
    "valid_until",
    "conditions",
    "licence",
    "standing",
    "withheld",
)


@require_safe
@public
def decisions(request: HttpRequest) -> HttpResponse:
    """Show the newest decisions, or those that the words are found in, a page at a time."""
    typed = _typed(request)
    found = published(to_simplified(typed), page_number(request.GET.get("page")))
    return _kept(render(request, "portal/decisions.html", {"q": typed, "found": found, "size": PAGE_SIZE}))


@require_safe
@public
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Show one decision; what is withheld is named with its ground."""
    return _kept(render(request, "portal/decision.html", {"decision": published_decision(number)}))


@require_safe
@public
def decisions_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the list as CSV, UTF-8 with a mark for Excel."""
    rows = published_all(to_simplified(_typed(request)))
    answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    return answer


@require_safe
@public
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers that what is public may be read, and that the rest is nobody's."""
    shut = "".join(f"Disallow: /{place}/\n" for place in ("accounts", "admin", "applications", "my", "office"))
    return _kept(HttpResponse(f"User-agent: *\n{shut}", content_type="text/plain; charset=utf-8"))


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]


def _kept(answer: HttpResponse) -> HttpResponse:
    # The page shows who is signed in: only its own browser may keep it.
    patch_cache_control(answer, private=True, max_age=KEPT_SECONDS)
    return answer


def _lines(rows: Iterator[PublishedDecision]) -> Iterator[str]:
    return csv_lines(_COLUMNS, (_values(row) for row in rows))


def _values(row: PublishedDecision) -> tuple[object, ...]:
    """Return the cells of a decision; what is withheld is empty."""
    return (
        row.number,
        row.document_number,
        row.subject,
        row.holder,
        row.authority,
        row.decided_on,
        row.posted_on,
        row.valid_from,
        row.valid_until,
        row.conditions,
        row.licence,
        row.standing,
        "；".join(f"{part}: {ground}" for part, ground in row.withheld.items()),
    )
