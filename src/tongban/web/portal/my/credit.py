"""My records of credit: what is held against me or those I represent, until when, and how it is repaired."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.credit.queries import my_records
from tongban.kernel.clock import today
from tongban.web.doorkeeper import actor, signed_in


@require_safe
@signed_in
def credit(request: HttpRequest) -> HttpResponse:
    """List the records of the reader and of those whom the reader represents."""
    return render(request, "portal/my/credit.html", {"records": my_records(actor(request), today()), "tab": "credit"})
