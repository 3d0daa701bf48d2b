"""How often strangers may ask for what costs us or could be guessed: a line for each route says which sort it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from tongban.kernel.allowances import TooOften, take, take_from
from tongban.web import refusals

READING, SENDING = ("GET", "HEAD"), ("POST",)
# By the route's full name: the sort, and the methods that count.
LIMITED: dict[str, tuple[str, tuple[str, ...]]] = {
    "account_login": ("sign_in", SENDING),
    "account_reauthenticate": ("sign_in", SENDING),
    "mfa_authenticate": ("sign_in", SENDING),
    "mfa_reauthenticate": ("sign_in", SENDING),
    "mfa_login_webauthn": ("sign_in", SENDING),
    "account_signup": ("code", SENDING),
    "account_reset_password": ("code", SENDING),
    "account_reset_password_from_key": ("code", SENDING),
    "account_email": ("code", SENDING),
    "portal:search": ("search", READING),
    "portal:receive-copy": ("verify", SENDING),
    "portal:uploads": ("upload", SENDING),
    "portal:upload": ("upload", ("PATCH",)),
}
# All pages that verify something for whoever has its number, or sends a file: to read one through costs most.
VERIFYING = "portal:verify"


class LimitMiddleware:
    """Answer with 429 who asks too often; who signed in is not counted for reading."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Take the request from its asker's allowance."""
        match = request.resolver_match
        name = match.view_name if match else ""
        sort, methods = ("verify", READING + SENDING) if name.startswith(VERIFYING) else LIMITED.get(name, ("", ()))
        if request.method not in methods:
            return None
        try:
            if sort == "upload" and request.user.is_authenticated:
                take(sort, f"account:{request.user.pk}")
            elif request.method not in READING or not request.user.is_authenticated:
                take_from(sort, request.META)
        except TooOften as refused:
            return refusals.too_often(request, refused)
        return None
