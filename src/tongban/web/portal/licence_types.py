"""What licences there are in the city: whose they are, what they look like, how long they are valid."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tongban.licences.queries.types import licence_type, licence_types
from tongban.parties.queries import authorities
from tongban.web.doorkeeper import public
from tongban.web.paging import page_number


@require_safe
@public
def licence_type_list(request: HttpRequest) -> HttpResponse:
    """List the kinds of licences, by part of a name or by their owner."""
    q, authority = request.GET.get("q", "")[:100], request.GET.get("authority", "")[:60]
    found = licence_types(q=q, authority=authority, page=page_number(request.GET.get("page")))
    context = {"found": found, "q": q, "authority": authority, "owners": authorities()}
    return render(request, "portal/licence_types.html", context)


@require_safe
@public
def licence_type_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show a kind of licence with a sample of its face; raises NotFound."""
    found = licence_type(code)
    english = get_language() == "en"
    lines = [(line.label_en or line.label) if english else line.label for line in found.fields]
    return render(request, "portal/licence_type.html", {"type": found, "lines": lines})
