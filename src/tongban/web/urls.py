"""Addresses of every door that speaks HTTP."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from tongban.web import health
from tongban.web.portal.sign_in import sign_in
from tongban.web.portal.signup import signup

# Only who serves pages has use for what is administered; commands and the worker begin without it.
admin.autodiscover()

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/login/", sign_in, name="account_login"),
    path("accounts/signup/", signup, name="account_signup"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("", include("tongban.web.identity.urls")),
    path("admin/", admin.site.urls),
    path("office/", include("tongban.web.office.urls")),
    path("api/", include("tongban.api.urls")),
    path("metrics", include("tongban.api.metrics_urls")),
    path("", include("tongban.web.portal.urls")),
]

handler400 = "tongban.web.refusals.bad_request"
handler403 = "tongban.web.refusals.forbidden"
handler404 = "tongban.web.refusals.not_found"
handler500 = "tongban.web.refusals.server_error"
