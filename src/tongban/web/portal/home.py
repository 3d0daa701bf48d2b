"""The first page, and what this site is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.catalogue import queries as catalogue
from tongban.web.doorkeeper import public

POPULAR = 8


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """Show the search, the themes for persons and companies, what people ask for, and how it goes."""
    themes = catalogue.themes()
    answer = {
        "person_themes": [theme for theme in themes if theme.count and "person" in theme.audience],
        "company_themes": [theme for theme in themes if theme.count and "company" in theme.audience],
        "popular": catalogue.popular(POPULAR),
        "counts": catalogue.counts(),
    }
    return render(request, "portal/home.html", answer)


@require_safe
@public
def about(request: HttpRequest) -> HttpResponse:
    """Say what this site is, how it treats data, and how accessible it is."""
    return render(request, "portal/about.html")
