"""Problem documents (RFC 9457): each refusal as a status, a title, and what to do, in the reader's language."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError, ValidationError

from tongban.api.field_errors import field_errors
from tongban.api.shapes.problem import FieldError, Problem
from tongban.cases.actions import DraftConflict
from tongban.catalogue.queries.sentences import in_words
from tongban.kernel.allowances import TooOften
from tongban.kernel.errors import BadInput, NotFound, Refusal
from tongban.kernel.idempotency import KeyReused
from tongban.kernel.pdf import MissingGlyph
from tongban.kernel.room import is_out_of_room
from tongban.kernel.rules.calendar import CalendarRanOut
from tongban.kernel.tracing import trace_id
from tongban.matters.events import NotYours

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class TokenRefused(Refusal):
    """The call needs a token, or the one it carries is unknown, revoked or expired."""


class ScopeMissing(Refusal):
    """The token was not issued for this use."""


class UnreadableBody(Refusal):
    """The body is not what its content type says."""


class WrongMediaType(Refusal):
    """The body comes in a form that the call does not take."""


class TooLarge(Refusal):
    """The body is larger than the call takes."""


class LengthMissing(Refusal):
    """The body comes without its length, so that it cannot be read."""


class Overtaken(Refusal):
    """What the caller saw (If-Match) is not what there is: somebody else was first."""

    def __init__(self, reason: str, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(reason)
        self.errors = list(errors)


class MethodRefused(Refusal):
    """The address does not answer this method."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of problem: its status, the last part of its type, and its title."""

    status: int
    slug: str
    title: Any


UNREADABLE = Sort(400, "unreadable", _("无法识别的请求"))
TOKEN = Sort(401, "token", _("需要有效的访问令牌"))
FORBIDDEN = Sort(403, "forbidden", _("您不能办理这一步"))
NOT_FOUND = Sort(404, "not-found", _("没有找到"))
METHOD = Sort(405, "method", _("不支持这种请求方法"))
CONFLICT = Sort(409, "not-allowed-now", _("现在不能这样办理"))
PRECONDITION = Sort(412, "precondition", _("内容已在别处改过"))
LENGTH = Sort(411, "length", _("缺少内容长度"))
TOO_LARGE = Sort(413, "too-large", _("内容太大"))
MEDIA = Sort(415, "media-type", _("不支持这种内容类型"))
INVALID = Sort(422, "invalid", _("填写的内容需要更正"))
TOO_OFTEN = Sort(429, "too-often", _("操作太频繁"))
FAILURE = Sort(500, "failure", _("系统暂时无法处理"))
UNAVAILABLE = Sort(503, "unavailable", _("系统暂时繁忙"))
FULL = Sort(507, "storage-full", _("系统存储空间已满"))

SORTS = (
    UNREADABLE,
    TOKEN,
    FORBIDDEN,
    NOT_FOUND,
    METHOD,
    CONFLICT,
    LENGTH,
    PRECONDITION,
    TOO_LARGE,
    MEDIA,
    INVALID,
    TOO_OFTEN,
    FAILURE,
    UNAVAILABLE,
    FULL,
)

_BY_REFUSAL: tuple[tuple[type[Exception], Sort], ...] = (
    (TokenRefused, TOKEN),
    (ScopeMissing, FORBIDDEN),
    (NotYours, FORBIDDEN),
    (NotFound, NOT_FOUND),
    (BadInput, INVALID),
    (KeyReused, INVALID),
    (UnreadableBody, UNREADABLE),
    (WrongMediaType, MEDIA),
    (LengthMissing, LENGTH),
    (TooLarge, TOO_LARGE),
    (MethodRefused, METHOD),
    (Overtaken, PRECONDITION),
    (TooOften, TOO_OFTEN),
    (Refusal, CONFLICT),
)


def language() -> str:
    """Return the language in which the API answers: English, or else simplified Chinese."""
    return "en" if get_language() == "en" else "zh-Hans"


def problem(sort: Sort, detail: str, errors: Sequence[FieldError] = ()) -> HttpResponse:
    """Answer with a problem document."""
    told = Problem(
        type=f"urn:tongban:problem:{sort.slug}",
        title=str(sort.title),
        status=sort.status,
        detail=detail,
        errors=list(errors),
        trace_id=trace_id(),
    )
    said = told.model_dump_json(exclude=None if told.trace_id else {"trace_id"})
    response = HttpResponse(said, status=sort.status, content_type=MEDIA_TYPE)
    response.headers["Content-Language"] = language()
    if sort is TOKEN:
        response.headers["WWW-Authenticate"] = 'Bearer realm="tongban"'
    return response


def of_refusal(refusal: Refusal) -> HttpResponse:
    """Answer a refusal with its problem document."""
    sort = next(sort for kind, sort in _BY_REFUSAL if isinstance(refusal, kind))
    errors: list[FieldError] = []
    if isinstance(refusal, BadInput):
        errors = [FieldError(field=field, detail=in_words(told)) for field, told in refusal.errors.items()]
    elif isinstance(refusal, Overtaken):
        errors = refusal.errors
    elif isinstance(refusal, DraftConflict):
        errors = in_conflict(refusal)
    elif isinstance(refusal, KeyReused):
        errors = [FieldError(field="Idempotency-Key", detail=refusal.reason)]
    response = problem(sort, refusal.reason, errors)
    if isinstance(refusal, TooOften):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def in_conflict(refusal: DraftConflict) -> list[FieldError]:
    """Return the fields that both sides changed differently, with what is kept of each and who changed it last."""
    return [
        FieldError(
            field=each.key,
            detail=gettext("现在的内容是 %(theirs)s（%(by)s %(at)s 修改），没有覆盖")
            % {"theirs": json.dumps(each.theirs, ensure_ascii=False), "by": each.by, "at": each.at},
        )
        for each in refusal.conflicts
    ]


def of_exception(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer whatever an operation raised; what nobody expected is logged, and told without its innards."""
    if isinstance(error, HttpError) and isinstance(error.__cause__, Refusal | SuspiciousOperation):
        return of_exception(request, error.__cause__)
    if isinstance(error, Refusal):
        return of_refusal(error)
    if isinstance(error, ValidationError):
        told = field_errors(error.errors)
        return problem(INVALID, "；".join(f"{each.field}：{each.detail}" for each in told[:5]), told)
    if isinstance(error, CalendarRanOut):
        return problem(CONFLICT, gettext("工作日历不够用，算不出到期日，请联系管理员导入之后年度的放假安排"))
    if isinstance(error, MissingGlyph):
        return problem(INVALID, str(error))
    if isinstance(error, Http404):
        return problem(NOT_FOUND, gettext("没有这个地址，请核对接口文档 /api/v1/openapi.json"))
    if isinstance(error, RequestDataTooBig):
        return problem(TOO_LARGE, gettext("请求内容超过了大小上限"))
    if isinstance(error, SuspiciousOperation | BadRequest | MultiPartParserError | UnreadablePostError | HttpError):
        return problem(UNREADABLE, gettext("请求内容无法识别，请按接口文档的格式发送"))
    if is_out_of_room(error):
        log.error("there is no room at %s %s: %s", request.method, _route(request), type(error).__name__)
        return _logged(problem(FULL, gettext("存储空间已满，您的操作没有保存，请联系管理员，稍后用同一个幂等键再试")))
    if isinstance(error, OperationalError | InterfaceError):
        raise error  # the database is away: `tongban.web.busy` answers that, for pages and programs alike
    log.error("the API failed at %s %s", request.method, _route(request), exc_info=error)
    return _logged(problem(FAILURE, gettext("系统出了差错，您的操作可能没有生效；请用同一个幂等键稍后再试")))


def _logged(response: HttpResponse) -> HttpResponse:
    """Say that our own line is in the log already; Django's would name the path."""
    vars(response)["_has_been_logged"] = True
    return response


def _route(request: HttpRequest) -> str:
    """Return the route, not the path: a path may name somebody's case."""
    return request.resolver_match.route if request.resolver_match else "-"
