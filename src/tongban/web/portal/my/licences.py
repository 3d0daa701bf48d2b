"""My licences: what they say, until when, and the signed file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.licences import queries
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.files import handed_out
from tongban.web.paging import page_number


@require_safe
@signed_in
def licences(request: HttpRequest) -> HttpResponse:
    """List the licences of the reader and of those the reader acts for."""
    found = queries.of_holder(actor(request), page_number(request.GET.get("page")))
    return render(request, "portal/my/licences.html", {"found": found, "tab": "licences"})


@require_safe
@signed_in
def licence(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show one licence; raises NotFound for a stranger's."""
    found = queries.licence(actor(request), identifier)
    return render(request, "portal/my/licence.html", {"licence": found, "tab": "licences"})


@require_safe
@signed_in
def file(request: HttpRequest, identifier: str) -> HttpResponse:
    """Hand out the signed file, byte for byte as it was issued."""
    return handed_out(queries.licence_file(actor(request), identifier))
