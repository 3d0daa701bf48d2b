"""Reports of wrong guides that wait for an answer, and answering one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongban.catalogue.access import STEWARDS
from tongban.catalogue.actions.reports import find_right, mend
from tongban.catalogue.queries.reports import PAGE_SIZE, report_list, report_page
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.paging import page_number

VERBS = {"mend": mend, "find_right": find_right}


@require_safe
@official(*STEWARDS)
def reports(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer, the soonest due first; all of it when asked for."""
    everything, caller = request.GET.get("all") == "1", actor(request)
    found = report_list(caller, page_number(request.GET.get("page")), now(), open_only=not everything)
    context = {
        "found": found,
        "everything": everything,
        "page_size": PAGE_SIZE,
        "edits": caller.charged_with(DutyKind.EDITOR),
    }
    return render(request, "office/catalogue_reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official(*STEWARDS)
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Show one, and take the answer: that the guide was put right, or that it is right."""
    caller, text, verb = actor(request), request.POST.get("answer", ""), request.POST.get("verb", "")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        act = VERBS.get(verb)
        try:
            if act is None:
                raise BadInput({"verb": _("请选择核实的结果")})
            once(request, lambda: act(number=number, answer=text, actor=caller, at=now()).state)
        except BadInput as refused:
            wrong = {key: in_words(told) for key, told in refused.errors.items()}
        else:
            messages.success(request, _("已答复，反映人会收到消息。"))
            return redirect("office:catalogue-report", number=number)
    page = report_page(caller, number, now())
    context = {
        "row": page.row,
        "moves": page.moves,
        "text": text,
        "verb": verb,
        "wrong": wrong,
        "errors": [(f"#{key}", told) for key, told in wrong.items()],
    }
    return render(request, "office/catalogue_report.html", context, status=422 if wrong else 200)
