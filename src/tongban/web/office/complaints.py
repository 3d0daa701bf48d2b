"""Questions and complaints that wait for an answer, and answering one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongban.feedback.actions import answer
from tongban.feedback.queries import complaint_list, complaint_page
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.paging import page_number

WHO = (DutyKind.CLERK, DutyKind.REVIEWER, DutyKind.SUPERVISOR)


@require_safe
@official(*WHO)
def complaints(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer, the soonest due first; all of it when asked for."""
    everything = request.GET.get("all") == "1"
    found = complaint_list(actor(request), page_number(request.GET.get("page")), now(), open_only=not everything)
    return render(request, "office/complaints.html", {"found": found, "everything": everything})


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
