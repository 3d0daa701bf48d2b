"""The reader's language: simplified Chinese first, English by catalogue, traditional by conversion of the page."""

import functools
import re
from collections.abc import Callable

import opencc
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from tongban.catalogue.queries.sentences import in_words as in_words

COOKIE = "language"
ACCEPTED, COOKIE_HEADER = "Accept-Language", "Cookie"
SIMPLIFIED, TRADITIONAL, ENGLISH = "zh-hans", "zh-hant", "en"
SUPPORTED = (SIMPLIFIED, TRADITIONAL, ENGLISH)
HTML_LANG = {SIMPLIFIED: "zh-Hans", TRADITIONAL: "zh-Hant", ENGLISH: "en"}

_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_READABLE_ATTRIBUTE = re.compile(
    r'(\s(?:title|placeholder|aria-label|alt|data-label|data-failed|data-offline|data-lost)=")([^"]*)(")'
)
_VERBATIM = ("<textarea", "<script", "<style")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_HOLDS_TEXT_ONLY = ("<title", "<option", *_VERBATIM)


class LanguageMiddleware:
    """Render each answer in the language of ?lang=, the cookie or Accept-Language, in that order.

    Of a call of the API Accept-Language alone is asked: what a reader chose for the pages is none of a program's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = choose(request)
        request.LANGUAGE_CODE = language
        # The traditional page is rendered in simplified Chinese and converted, so it needs no catalogue.
        with translation.override(SIMPLIFIED if language == TRADITIONAL else language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", HTML_LANG[language])
        patch_vary_headers(response, asked_by(request))
        if language in _CONVERTED and isinstance(response, HttpResponse) and _is_page(response):
            response.content = _CONVERTED[language](response.content.decode()).encode()
            if response.has_header("Content-Length"):
                response.headers["Content-Length"] = str(len(response.content))
        if COOKIE_HEADER in asked_by(request) and request.GET.get("lang") == language:
            response.set_cookie(
                COOKIE,
                language,
                max_age=365 * 86400,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


def asked_by(request: HttpRequest) -> tuple[str, ...]:
    """Return the headers that say in which language to answer: a program's calls have no cookies."""
    return (ACCEPTED,) if request.path_info.startswith("/api/") else (ACCEPTED, COOKIE_HEADER)


def choose(request: HttpRequest) -> str:
    """Return the language code that the request asks for, simplified Chinese when it asks for none we have."""
    if COOKIE_HEADER in asked_by(request):
        for asked in (request.GET.get("lang"), request.COOKIES.get(COOKIE)):
            if asked in SUPPORTED:
                return asked
    for tag, _ in sorted(_accepted(request), key=lambda pair: -pair[1]):
        if tag.startswith("en"):
            return ENGLISH
        if tag in ("zh-hant", "zh-tw", "zh-hk", "zh-mo"):
            return TRADITIONAL
        if tag.startswith("zh"):
            return SIMPLIFIED
    return SIMPLIFIED


def _accepted(request: HttpRequest) -> list[tuple[str, float]]:
    found = []
    for part in request.headers.get(ACCEPTED, "").lower().split(",")[:20]:
        tag, _, quality = part.strip().partition(";q=")
        try:
            found.append((tag, float(quality or 1)))
        except ValueError:
            continue
    return found


def _is_page(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith("text/html")


def to_traditional(page: str) -> str:
    """Convert the words of an HTML page to traditional characters, and nothing that a form would send back.

    Characters only (opencc `s2hk`), no regional vocabulary: names of laws and organs keep their words.
    Text of `textarea`, `script` and `style`, and of elements with `translate="no"`, stays as it is.
    """
    converter = _converter("s2hk")
    parts = _TAG.split(page)
    verbatim = False
    for index, part in enumerate(parts):
        if index % 2:
            verbatim = part.startswith(_VERBATIM) or 'translate="no"' in part
            if "=" in part:
                parts[index] = _READABLE_ATTRIBUTE.sub(
                    lambda found: found[1] + converter.convert(found[2]) + found[3], part
                )
        elif not verbatim and part:
            parts[index] = converter.convert(part)
    return "".join(parts)


def mark_chinese(page: str) -> str:
    """Mark the Chinese words of an English page with their language (WCAG 3.1.2), so that they are read aloud as such.

    Names of items, laws and people are data and stay Chinese. Words inside an element that names its language, and
    in elements that hold text only, stay as they are.
    """
    parts = _TAG.split(page)
    for index in range(2, len(parts), 2):
        tag, words = parts[index - 1], parts[index]
        if _CHINESE.search(words) and not tag.startswith(_HOLDS_TEXT_ONLY) and ' lang="' not in tag:
            parts[index] = f'<span lang="zh-Hans">{words}</span>'
    return "".join(parts)


_CONVERTED = {TRADITIONAL: to_traditional, ENGLISH: mark_chinese}


def to_simplified(text: str) -> str:
    """Convert what a reader typed to simplified characters, so that a search in either script finds the same."""
    simplified: str = _converter("t2s").convert(text)
    return simplified


@functools.cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)
