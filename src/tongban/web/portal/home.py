"""The first page, and what this site is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.catalogue import queries as catalogue
from tongban.kernel.clock import today
from tongban.web.doorkeeper import public
from tongban.web.portal.themes import by_kind

POPULAR = 8


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """Show the search, what happens in a life and in a business, the subjects, what people ask for, how it goes."""
    answer = {
        "themes": by_kind(catalogue.themes()),
        "popular": catalogue.popular(POPULAR, today()),
        "counts": catalogue.counts(),
    }
    return render(request, "portal/home.html", answer)


@require_safe
@public
def about(request: HttpRequest) -> HttpResponse:
    """Say what this site is, how it treats data, and how accessible it is."""
    return render(request, "portal/about.html")
