"""The first page, and what this site is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.web.doorkeeper import public


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """Show the search, the themes and what people ask for most."""
    return render(request, "portal/home.html", {})


@require_safe
@public
def about(request: HttpRequest) -> HttpResponse:
    """Say what this site is, how it treats data, and how accessible it is."""
    return render(request, "portal/about.html")
