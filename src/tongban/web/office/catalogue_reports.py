"""Reports of wrong guides that wait for an answer, and answering one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongban.catalogue.access import STEWARDS
from tongban.catalogue.actions.reports import find_right, mend
from tongban.catalogue.queries.reports import PAGE_SIZE, report_list, report_page
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.matter_list import ListWords, matter_list
from tongban.web.once import once

VERBS = {"mend": mend, "find_right": find_right}


WORDS = ListWords(
    heading=gettext_lazy("指南纠错"),
    lead=gettext_lazy("有人反映办事指南和实际不符，核实以后改正指南或者说明。"),
    nothing=gettext_lazy("没有待答复的指南纠错"),
    comes=gettext_lazy("有人在指南页点“指南有误？”，会出现在这里。"),
)


@require_safe
@official(*STEWARDS)
def reports(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer, the soonest due first; all of it when asked for."""
    return matter_list(request, "catalogue_reports", report_list, WORDS, PAGE_SIZE)


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
