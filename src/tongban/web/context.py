"""What every page shows: the site's name, the languages, the account, the demo's mark."""

import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from tongban.parties.queries import city
from tongban.parties.rules.views import CityView
from tongban.web.elder import switch
from tongban.web.language import ENGLISH, HTML_LANG
from tongban.web.refusals import way_back

_NAMES = (("zh-hans", "简体"), ("zh-hant", "繁體"), ("en", "English"))
# The first parts of the addresses by which people come to an item.
_WAYS_TO_ITEMS = ("search", "items", "themes", "persons", "companies", "elderly", "authorities", "catalogue")
_KEPT_SECONDS = 30.0
# A cookie that the browser of a terminal in a hall carries: nothing that is typed there stays in it.
SHARED_DEVICE = "shared-device"
_kept: tuple[float, CityView | None] = (float("-inf"), None)


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One language of the switch."""

    code: str
    html_lang: str
    name: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, object]:
    """Return the variables that the base template needs."""
    language = getattr(request, "LANGUAGE_CODE", "zh-hans")
    here = this_city()
    english = language == ENGLISH
    title = (here.site_title_en if english else here.site_title) if here else ""
    note = (here.site_note_en if english else here.site_note) if here else ""
    return {
        "site_name": title or _("通办"),
        "site_note": note or _("演示系统：人员、企业和证照均为虚构，请勿填写真实信息。"),
        "city": here,
        "html_lang": HTML_LANG[language],
        "languages": _languages(request, language),
        "demo": settings.DEMO,
        "elder": switch(request),
        "ways_to_items": _WAYS_TO_ITEMS,
        "sign_in_url": _sign_in(request),
        "section": request.path.strip("/").split("/")[0],
        "shared_device": request.COOKIES.get(SHARED_DEVICE) == "1",
    }


def this_city() -> CityView | None:
    """Return the city that lives here, read again after half a minute; None before it is set up."""
    global _kept
    read_at, known = _kept
    if known is None or time.monotonic() - read_at > _KEPT_SECONDS:
        known = city()
        _kept = (time.monotonic(), known)
    return known


def _languages(request: HttpRequest, current: str) -> list[LanguageLink]:
    links = []
    for code, name in _NAMES:
        query = request.GET.copy()
        query["lang"] = code
        # A path that begins with two slashes would name another site.
        url = f"{escape_leading_slashes(request.path)}?{query.urlencode()}"
        links.append(LanguageLink(code, HTML_LANG[code], name, url, code == current))
    return links


def _sign_in(request: HttpRequest) -> str:
    """Return where one signs in, to come back to where one stands; from a page of signing in, to where that leads."""
    page = reverse("account_login")
    if request.path.startswith("/accounts/"):
        wanted = request.POST.get("next") or request.GET.get("next")
        return f"{page}?{urlencode({'next': wanted})}" if wanted else page
    return f"{page}?{urlencode({'next': way_back(request)})}"


def forget_city() -> None:
    """Read the city again at the next page."""
    global _kept
    _kept = (float("-inf"), None)
