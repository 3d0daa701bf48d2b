"""The mode for elders (长者模式): large print, large targets, fewer things, help on top; kept until it is turned off.

The device keeps the choice in a cookie, the account keeps it for other devices; both without script.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import escape_leading_slashes

from tongban.parties.actions import set_large_print
from tongban.web.doorkeeper import actor

COOKIE = "elder"
ON, OFF = "yes", "no"
KEPT_SECONDS = 365 * 86400


@dataclass(frozen=True, slots=True)
class ElderSwitch:
    """Whether the page is shown in the mode, and the address that turns it over."""

    on: bool
    url: str


class ElderMiddleware:
    """Keep what ?elder=yes or ?elder=no says, on the device and with the account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith("/api/"):
            return self.get_response(request)
        asked = request.GET.get("elder")
        response = self.get_response(request)
        if asked in (ON, OFF):
            response.set_cookie(
                COOKIE,
                asked,
                max_age=KEPT_SECONDS,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )
            if request.user.is_authenticated:
                set_large_print(on=asked == ON, actor=actor(request))
        return response


def switch(request: HttpRequest) -> ElderSwitch:
    """Return how the page is shown: as it asks itself, as the device keeps it, as the account does, in that order."""
    asked = request.GET.get("elder")
    kept = asked if asked in (ON, OFF) else request.COOKIES.get(COOKIE)
    user = getattr(request, "user", None)
    on = kept == ON if kept in (ON, OFF) else bool(user and user.is_authenticated and user.large_print)
    query = request.GET.copy()
    query["elder"] = OFF if on else ON
    # A path that begins with two slashes would name another site.
    return ElderSwitch(on, f"{escape_leading_slashes(request.path)}?{query.urlencode()}")
