"""What every page shows: the site's name, the languages, the account, the demo's mark."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongban.web.language import HTML_LANG

_NAMES = (("zh-hans", "简体"), ("zh-hant", "繁體"), ("en", "English"))


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
    return {
        "site_name": _("通办"),
        "html_lang": HTML_LANG[language],
        "languages": _languages(request, language),
        "demo": settings.DEMO,
        "section": request.path.strip("/").split("/")[0],
    }


def _languages(request: HttpRequest, current: str) -> list[LanguageLink]:
    links = []
    for code, name in _NAMES:
        query = request.GET.copy()
        query["lang"] = code
        url = f"{request.path}?{query.urlencode()}"
        links.append(LanguageLink(code, HTML_LANG[code], name, url, code == current))
    return links
