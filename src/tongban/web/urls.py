"""Addresses of every door that speaks HTTP."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from tongban.web import health
from tongban.web.portal.sign_in import sign_in
from tongban.web.portal.signup import signup

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/login/", sign_in, name="account_login"),
    path("accounts/signup/", signup, name="account_signup"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("admin/", admin.site.urls),
    path("", include("tongban.web.portal.urls")),
]
if find_spec("tongban.web.office.urls"):
    urlpatterns.append(path("office/", include("tongban.web.office.urls")))
if find_spec("tongban.api.urls"):
    urlpatterns.append(path("api/", include("tongban.api.urls")))
    urlpatterns.append(path("metrics", include("tongban.api.metrics_urls")))

handler400 = "tongban.web.refusals.bad_request"
handler403 = "tongban.web.refusals.forbidden"
handler404 = "tongban.web.refusals.not_found"
handler500 = "tongban.web.refusals.server_error"
