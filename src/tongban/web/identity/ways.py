"""The outside providers through which people may sign in here."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


@dataclass(frozen=True, slots=True)
class OutsideWay:
    """A provider: its name, and where its sign-in begins."""

    name: str
    url: str


def outside_ways(request: HttpRequest) -> list[OutsideWay]:
    """Return the providers that the settings name; a sign-in goes on to where the reader wanted to go."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    wanted = request.GET.get("next", "")
    onward = f"?{urlencode({'next': wanted})}" if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""
    return [
        OutsideWay(app["name"], reverse("openid_connect_login", args=[app["provider_id"]]) + onward) for app in apps
    ]
