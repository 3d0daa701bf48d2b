"""Asking and complaining about one's own case, and reading the answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.cases.queries import case_page
from tongban.feedback.actions import lodge, withdraw_complaint
from tongban.feedback.queries import complaint_page, complaints_about
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.language import in_words
from tongban.web.once import once


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was asked and answered, and take one more; what is wrong is told at its field."""
    caller = actor(request)
    topic, text = request.POST.get("topic", "question")[:20], request.POST.get("text", "")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            once(request, lambda: lodge(number=number, topic=topic, text=text, actor=caller, at=now()).number)
        except BadInput as refused:
            wrong = {key: in_words(told) for key, told in refused.errors.items()}
        else:
            messages.success(request, _("已收到，请在期限内等候答复。"))
            return redirect("portal:ask", number=number)
    page = case_page(caller, number, now())
    context = {
        "case": page,
        "rows": complaints_about(caller, page.raw.pk, now()),
        "topic": topic,
        "text": text,
        "wrong": wrong,
        "errors": [(f"#{key}", told) for key, told in wrong.items()],
    }
    return render(request, "portal/my/ask.html", context, status=422 if wrong else 200)


@require_POST
@signed_in
def take_back(request: HttpRequest, complaint: str) -> HttpResponse:
    """Take one back that waits for its answer."""
    row = complaint_page(actor(request), complaint, now()).row
    withdraw_complaint(number=complaint, actor=actor(request), at=now())
    messages.success(request, _("已撤回。"))
    return redirect("portal:ask", number=row.case)
