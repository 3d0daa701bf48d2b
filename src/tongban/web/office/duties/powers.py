"""How much of each power is exercised, and by whom."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.cases.queries import by_power
from tongban.kernel.clock import ZONE, today
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official


@require_safe
@official(DutyKind.SUPERVISOR, DutyKind.HEAD)
def powers(request: HttpRequest) -> HttpResponse:
    """Show this year's cases by power and by who exercises it."""
    year = today().year
    rows = by_power(actor(request), since=dt.datetime(year, 1, 1, tzinfo=ZONE))
    return render(request, "office/duties/powers.html", {"rows": rows, "year": year})
