"""Requests of data subjects that wait for an answer (个人信息保护法 第五十条)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongban.feedback.actions.data_requests.grant_data_request import grant_data_request
from tongban.feedback.actions.data_requests.refuse_data_request import refuse_data_request
from tongban.feedback.queries.data_requests import PAGE_SIZE, data_request_list, data_request_page
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.matter_list import ListWords, matter_list
from tongban.web.once import once

VERBS = {"grant": grant_data_request, "refuse": refuse_data_request}


WORDS = ListWords(
    heading=gettext_lazy("个人信息请求"),
    lead=gettext_lazy("个人要求删除自己的信息，或者要求解释怎样处理的，在期限内答复。"),
    nothing=gettext_lazy("没有待答复的请求"),
    comes=gettext_lazy("有人在“我对数据的权利”提出请求，会出现在这里。"),
)


@require_safe
@official(DutyKind.DATA_STEWARD)
def data_requests(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer, the soonest due first; all of it when asked for."""
    return matter_list(request, "data_requests", data_request_list, WORDS, PAGE_SIZE)


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.DATA_STEWARD)
def data_request(request: HttpRequest, number: str) -> HttpResponse:
    """Show one, and do or refuse what it asks."""
    caller, text, problem = actor(request), request.POST.get("text", ""), ""
    page = data_request_page(caller, number, now())
    if request.method == "POST":
        act = VERBS["grant" if request.POST.get("do") == "grant" else "refuse"]
        try:
            once(request, lambda: act(number=number, text=text, actor=caller, at=now()).state)
        except BadInput as refused:
            problem = in_words(refused.errors["text"])
        else:
            messages.success(request, _("已答复，提出人会收到消息。"))
            return redirect("office:data-request", number=number)
    context = {"row": page.row, "may_answer": bool(page.moves), "text": text, "problem": problem}
    context["errors"] = [("#text", problem)] if problem else []
    return render(request, "office/data_request.html", context, status=422 if problem else 200)
