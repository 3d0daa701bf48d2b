"""Addresses of signing in through others, and of others signing in through us (OpenID Connect)."""

from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as outside
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, re_path

from tongban.web import refusals
from tongban.web.doorkeeper import public
from tongban.web.identity.authorize import authorize


@public
def go_out(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to the outside provider, by a link of our own: another site's link shows the sign-in page."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return redirect("account_login")
    answer: HttpResponse = outside.login(request, provider_id)
    return answer


@public
def nothing_here(request: HttpRequest, **_named: str) -> HttpResponse:
    """Answer what the packages offer and we do not: devices without a browser, accounts without a person."""
    return refusals.not_found(request)


urlpatterns = [
    path("accounts/outside/<slug:provider_id>/login/", go_out, name="openid_connect_login"),
    path(
        "accounts/outside/<slug:provider_id>/login/callback/",
        public(outside.callback),
        name="openid_connect_callback",
    ),
    path("accounts/outside/cancelled/", public(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("accounts/outside/error/", public(social.login_error), name="socialaccount_login_error"),
    path("accounts/outside/signup/", nothing_here, name="socialaccount_signup"),
    path("accounts/outside/", nothing_here, name="socialaccount_connections"),
    path("identity/o/authorize", authorize),
    re_path(r"^identity/o/(?:api/)?device(?:/code)?$", nothing_here),
    path("", include("allauth.idp.urls")),
]
