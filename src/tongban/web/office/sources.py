"""The form of a case beside shared data and licences, with what differs marked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongban.cases.actions import check_sources
from tongban.cases.queries import case_page
from tongban.kernel.clock import now
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official


@require_POST
@official(*DutyKind)
def sources(request: HttpRequest, number: str) -> HttpResponse:
    """Look the sources up, which leaves a trace that the applicant can read, and show them side by side."""
    caller, at = actor(request), now()
    page = case_page(caller, number, at)
    lines = check_sources(number=number, actor=caller, at=at)
    return render(request, "office/sources.html", {"case": page, "lines": lines})
