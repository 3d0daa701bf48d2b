"""The answer of a house that cannot take a request now: 503 with the seconds after which to come again.

It asks nothing of the database, for that may be what is away, and is rendered once for each language.
"""

import functools
import json
import logging
import random
import threading
import time

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from tongban.web.headers import told
from tongban.web.language import ENGLISH, HTML_LANG, SIMPLIFIED, TRADITIONAL, asked_by, choose, to_traditional

log = logging.getLogger(__name__)

# Who is told different seconds does not come back all at once.
SOONEST, LATEST = 2, 6
TOLD_EVERY_SECONDS = 5.0
OUTAGES = (OperationalError, InterfaceError)

_told_at = float("-inf")
_lock = threading.Lock()


def answer(request: HttpRequest, *, begun: bool = False) -> HttpResponse:
    """Answer with 503: a problem document to programs, a page to people.

    Of what was `begun` nobody here knows how it ended: the database may have gone away with the answer.
    """
    language = choose(request)
    if request.path_info.startswith("/api/"):
        language = ENGLISH if language == ENGLISH else SIMPLIFIED
        response = HttpResponse(_problem(language, begun), status=503, content_type="application/problem+json")
    else:
        response = HttpResponse(_page(language, request.method in ("GET", "HEAD"), begun), status=503)
    response.headers["Content-Language"] = HTML_LANG[language]
    response.headers["Retry-After"] = str(random.randint(SOONEST, LATEST))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, asked_by(request))
    return told(response)


def answer_outage(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer what the database could not do now; the log gets a line in five seconds, however many ask."""
    global _told_at
    with _lock:
        if to_tell := time.monotonic() - _told_at > TOLD_EVERY_SECONDS:
            _told_at = time.monotonic()
    if to_tell:
        log.error("the database does not serve us (%s): requests are answered with 503", type(error).__name__)
    response = answer(request, begun=True)
    vars(response)["_has_been_logged"] = True  # or Django logs each with its trace
    return response


@functools.cache
def _page(language: str, reading: bool, begun: bool) -> bytes:
    with translation.override(SIMPLIFIED if language == TRADITIONAL else language):
        page = render_to_string("busy.html", {"html_lang": HTML_LANG[language], "reading": reading, "begun": begun})
    return (to_traditional(page) if language == TRADITIONAL else page).encode()


@functools.cache
def _problem(language: str, begun: bool) -> bytes:
    with translation.override(language):
        done = _("请求可能没有办理") if begun else _("请求没有办理")
        again = _("请按 Retry-After 的秒数稍后再试；写入请用同一个幂等键，不会办两次")
        told = {
            "type": "urn:tongban:problem:unavailable",
            "title": _("系统暂时繁忙"),
            "status": 503,
            "detail": f"{done}，{again}" if language == SIMPLIFIED else f"{done}. {again}",
            "errors": [],
        }
    return json.dumps(told, ensure_ascii=False).encode()
