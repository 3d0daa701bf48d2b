"""Fees that the bank's list has not confirmed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.cases.access import HANDLING
from tongban.cases.queries.payments import PAGE_SIZE, open_payments
from tongban.kernel.clock import today
from tongban.web.doorkeeper import actor, official
from tongban.web.paging import page_number


@require_safe
@official(*HANDLING)
def payments(request: HttpRequest) -> HttpResponse:
    """List what is paid and not reconciled, and what is owed beyond its day."""
    found = open_payments(actor(request), page_number(request.GET.get("page")), today())
    return render(request, "office/payments.html", {"found": found, "size": PAGE_SIZE})
