"""What holds for every address of the API before an operation is chosen, and for those that lead nowhere."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from tongban.api.parsing import MULTIPART
from tongban.api.problems import LengthMissing, MethodRefused, TooLarge, language, of_exception, of_refusal
from tongban.kernel.errors import NotFound
from tongban.sharing.rules.pieces import PIECE_TYPE

LARGEST_JSON = 1024 * 1024
LARGEST_UPLOAD = 25 * 1024 * 1024

View = Callable[..., HttpResponseBase]


def guarded(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Return the patterns, each view behind the guard."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = guard(pattern.callback, reading_only=pattern.name == "openapi-json")
    return patterns


def guard(view: View, *, reading_only: bool = False) -> View:
    """Refuse oversize bodies, broken paths and other methods with problem documents; name the language."""

    @csrf_exempt  # Callers are known by token; cookies are not looked at.
    @functools.wraps(view)
    def watched(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if any("\x00" in str(value) for value in kwargs.values()):
            return of_refusal(NotFound(_("没有找到，请核对编号")))
        if "Transfer-Encoding" in request.headers and "Content-Length" not in request.headers:
            return of_refusal(LengthMissing(_("请注明 Content-Length，不支持分块发送")))
        largest = LARGEST_UPLOAD if request.content_type in (MULTIPART, PIECE_TYPE) else LARGEST_JSON
        if _length(request) > largest:
            told = _("请求内容最多 %(most)d MB") % {"most": largest // (1024 * 1024)}
            return of_refusal(TooLarge(told))
        if reading_only and request.method != "GET":
            return _not_allowed(HttpResponseNotAllowed(["GET"]))
        try:
            response = view(request, **kwargs)
        except Http404 as error:
            return of_exception(request, error)
        if isinstance(response, HttpResponseNotAllowed):
            return _not_allowed(response)
        response.headers.setdefault("Content-Language", language())
        return response

    return watched


@csrf_exempt
def nowhere(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Answer an address that is no call of the API."""
    return of_exception(request, Http404())


def _length(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def _not_allowed(response: HttpResponse) -> HttpResponse:
    told = of_refusal(MethodRefused(_("这个地址只支持：%(methods)s") % {"methods": response.headers["Allow"]}))
    told.headers["Allow"] = response.headers["Allow"]
    return told
