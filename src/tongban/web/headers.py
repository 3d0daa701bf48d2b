"""What every answer tells the browser about itself, files and errors of the server included."""

import functools
from collections.abc import Callable
from typing import TypeVar

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

R = TypeVar("R", bound=HttpResponseBase)

# Nothing of the house asks a browser for these; a page that was broken into may not either (Permissions Policy, W3C).
POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
# Of a file by itself: it brings nothing with it and runs nothing, not even as a picture with script in it (SVG).
OF_A_FILE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


# What a browser or a program of ours may ask; TRACE would hand a request's secrets back to a script (RFC 9110, 9.3.8).
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class HeadersMiddleware:
    """Say on every answer what it may do in a browser, and answer no method that nothing here has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS and not request.path_info.startswith("/api/"):
            return told(HttpResponseNotAllowed(METHODS))
        response = told(self.get_response(request))
        if request.path_info.startswith(settings.STATIC_URL):
            response.headers.setdefault(HEADER, OF_A_FILE)
        return response


def told(response: R) -> R:
    """Return an answer with all that each of ours says, whoever made it."""
    response.headers.setdefault("Permissions-Policy", POLICY)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
    if response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(HEADER, policy())
    return response


class PolicyMiddleware(CSPMiddleware):
    """Say on every page what it may load; anew where a view says something of its own about that."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the policy of the settings, unless the answer has one."""
        if hasattr(request, "_csp_nonce") or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, policy())
        return response


@functools.cache
def policy() -> str:
    """Return the policy of the settings, put together once."""
    return build_policy()
