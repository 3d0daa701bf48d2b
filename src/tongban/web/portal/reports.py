"""Saying that a guide is wrong (指南纠错), and reading what was answered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongban.catalogue.actions.reports import TooManyReports, report
from tongban.catalogue.queries import announced
from tongban.catalogue.queries.reports import PAGE_SIZE, PARTS, report_list
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.paging import page_number


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_guide(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what is wrong with the guide of an item, and take it; what is wrong with the form is told at its field."""
    item, caller = announced(code), actor(request)
    about, text = request.POST.get("about", "")[:20], request.POST.get("text", "")
    wrong: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            once(request, lambda: report(code=item.code, about=about, text=text, actor=caller, at=now()).number)
        except BadInput as refused:
            wrong, status = {key: in_words(told) for key, told in refused.errors.items()}, 422
        except TooManyReports as refused:
            wrong, status = {"text": refused.reason}, 409
        else:
            messages.success(request, _("已收到，实施主体会核实并答复。"))
            return redirect("portal:my-reports")
    context = {
        "item": item,
        "about": about,
        "text": text,
        "parts": [(value, _(label)) for value, label in PARTS],
        "wrong": wrong,
        "errors": [(f"#{key}", told) for key, told in wrong.items()],
    }
    return render(request, "portal/report.html", context, status=status)


@require_safe
@signed_in
def my_reports(request: HttpRequest) -> HttpResponse:
    """List what the reader reported, and the answers."""
    page = page_number(request.GET.get("page"))
    found = report_list(actor(request), page, now(), open_only=False, own=True)
    context = {"found": found, "page_size": PAGE_SIZE, "tab": "reports"}
    return render(request, "portal/my/reports.html", context)
