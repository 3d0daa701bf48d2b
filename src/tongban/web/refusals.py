"""The pages of what could not be done: what happened, and what to do next."""

import logging
import sys
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from tongban.kernel.allowances import TooOften
from tongban.kernel.errors import BadInput, NotFound, Refusal
from tongban.kernel.pdf import MissingGlyph
from tongban.kernel.room import is_out_of_room
from tongban.kernel.rules.calendar import CalendarRanOut
from tongban.matters.events import NotYours
from tongban.web import busy

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Advice:
    """What a refusal page says: a title, the reason, and the next step, with another where there are two ways on."""

    title: str
    reason: str
    next_label: str
    next_url: str
    other_label: str = ""
    other_url: str = ""


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status that a refusal is answered with."""
    if isinstance(refusal, NotFound):
        return 404
    if isinstance(refusal, BadInput):
        return 422
    return 403 if isinstance(refusal, NotYours) else 409


def of_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Answer what an action or query raised, None for what nobody expected: that is our own failure."""
    if isinstance(error, Refusal):
        return page_of(request, error)
    if isinstance(error, CalendarRanOut):
        reason = _("工作日历不够用，算不出到期日，请联系管理员导入之后年度的放假安排")
        return _page(request, 409, Advice(_("现在不能这样办理"), reason, *_back(request)))
    if is_out_of_room(error):
        log.error("there is no room for what was sent to a page: %s", type(error).__name__)
        reason = _("系统的存储空间已满，您的操作没有保存。请稍后再试；如果一直这样，请联系管理员。")
        return _page(request, 507, Advice(_("现在无法保存"), reason, *_back(request)))
    if isinstance(error, MissingGlyph):
        return _page(request, 422, Advice(_("填写的内容需要更正"), str(error), *_back(request)))
    return None


def page_of(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal of an action or query with a page in the reader's language."""
    status = status_of(refusal)
    back = _back(request)
    if status == 404:
        return not_found(request, None, reason=refusal.reason)
    if status == 403:
        return _page(request, 403, Advice(_("您不能办理这一步"), refusal.reason, *back))
    if status == 422:
        return _page(request, 422, Advice(_("填写的内容需要更正"), refusal.reason, *back), refusal)
    return _page(request, 409, Advice(_("现在不能这样办理"), refusal.reason, *back))


def not_found(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Answer an address that leads nowhere, or to what the asker may not see."""
    user = getattr(request, "user", None)
    if not reason and user is not None and user.is_authenticated:
        text = _("网址可能有误，或者内容已经移走；也可能要换一个账号，或者先得到授权才能看。")
        return _page(request, 404, Advice(_("没有找到这个页面"), text, _("回到我的空间"), "/my/"))
    text = reason or _("网址可能有误，或者内容已经移走；需要登录才能看的内容，请先登录。")
    sign_in = () if reason else (_("登录"), f"{reverse('account_login')}?{urlencode({'next': way_back(request)})}")
    return _page(request, 404, Advice(_("没有找到这个页面"), text, _("搜索事项"), "/search", *sign_in))


def too_often(request: HttpRequest, refused: TooOften) -> HttpResponse:
    """Answer who asks more often than anybody needs to, with the seconds after which to come again."""
    page = _page(request, 429, Advice(_("操作太频繁"), refused.reason, *_back(request)))
    page.headers["Retry-After"] = str(refused.seconds)
    return page


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a page that is not for this account."""
    text = _("当前账号没有查看这个页面的职责。如果您刚换了岗位，请联系本单位的系统管理员。")
    return _page(request, 403, Advice(_("这个页面不对您开放"), text, _("返回首页"), "/"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old; nothing was changed."""
    text = _("页面停留太久，或者浏览器没有保存 Cookie，所以这次提交没有生效。请返回上一页，刷新后再提交一次。")
    return _page(request, 403, Advice(_("页面已过期，没有提交成功"), text, *_back(request)))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be read."""
    text = _("浏览器发来的请求无法识别。请返回首页重新开始。")
    return _page(request, 400, Advice(_("无法识别的请求"), text, _("返回首页"), "/"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer our own failure, without anything that could fail again; a database that is away with 503."""
    error = sys.exc_info()[1]
    if isinstance(error, busy.OUTAGES):
        return busy.answer_outage(request, error)
    # No context of the request: the database may be what failed.
    return HttpResponse(render_to_string("500.html"), status=500)


def wrong_method(request: HttpRequest) -> HttpResponse:
    """Answer an address that only a form on a page sends to."""
    text = _("这个网址只用来接收表单。请从页面上的按钮进入。")
    return _page(request, 405, Advice(_("请从页面进入"), text, _("返回首页"), "/"))


def _back(request: HttpRequest) -> tuple[str, str]:
    if request.method in ("GET", "HEAD"):
        return _("返回首页"), "/"
    return _("返回上一页"), came_from(request)


def way_back(request: HttpRequest) -> str:
    """Return the address on this site, with all that it asks for, to come back to when one has signed in."""
    return escape_leading_slashes(request.get_full_path()) if request.method in ("GET", "HEAD") else came_from(request)


def came_from(request: HttpRequest) -> str:
    """Return the path of the page that a form was sent from, "/" when it is none of this site."""
    origin = f"{request.scheme}://{request.get_host()}"
    sent_from = request.headers.get("Referer", "")
    return escape_leading_slashes(sent_from.removeprefix(origin)) if sent_from.startswith(origin + "/") else "/"


def _page(request: HttpRequest, status: int, advice: Advice, refusal: Refusal | None = None) -> HttpResponse:
    errors = refusal.errors if isinstance(refusal, BadInput) else {}
    answer = {"advice": advice, "status": status, "errors": errors}
    return render(request, "refusal.html", answer, status=status)
