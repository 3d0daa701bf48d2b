"""Questions and complaints that wait for an answer, and answering one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongban.feedback.actions import answer
from tongban.feedback.queries import complaint_list, complaint_page
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.matter_list import ListWords, matter_list
from tongban.web.once import once

WHO = (DutyKind.CLERK, DutyKind.REVIEWER, DutyKind.SUPERVISOR)


WORDS = ListWords(
    heading=gettext_lazy("留言和投诉"),
    lead=gettext_lazy("留言由办理机关答复，投诉由监察人员处理，被投诉的人员不经手。"),
    nothing=gettext_lazy("没有待答复的留言和投诉"),
    comes=gettext_lazy("申请人在办件页留言或者投诉，会出现在这里。"),
)


@require_safe
@official(*WHO)
def complaints(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer, the soonest due first; all of it when asked for."""
    return matter_list(request, "complaints", complaint_list, WORDS)


@require_http_methods(["GET", "HEAD", "POST"])
@official(*WHO)
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """Show one, and take the answer."""
    caller, text, problem = actor(request), request.POST.get("text", ""), ""
    if request.method == "POST":
        try:
            once(request, lambda: answer(number=number, text=text, actor=caller, at=now()).state)
        except BadInput as refused:
            problem = in_words(refused.errors["text"])
        else:
            messages.success(request, _("已答复，申请人会收到消息。"))
            return redirect("office:complaint", number=number)
    page = complaint_page(caller, number, now())
    context = {"row": page.row, "may_answer": any(move.verb == "answer" for move in page.moves), "text": text}
    errors = [("#text", problem)] if problem else []
    context |= {"problem": problem, "errors": errors}
    return render(request, "office/complaint.html", context, status=422 if problem else 200)
