"""What other departments ask us to attest: the list, one of them, and the answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases.actions.materials.answer_assistance import answer_assistance, decline_assistance
from tongban.cases.queries.assistances import assistance_file, assistance_list, assistance_page
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.files import handed_out
from tongban.web.language import in_words
from tongban.web.office.matter_list import ListWords, matter_list
from tongban.web.once import once

WHO = (DutyKind.CLERK, DutyKind.REVIEWER, DutyKind.SUPERVISOR)


WORDS = ListWords(
    heading=gettext_lazy("部门协查"),
    lead=gettext_lazy("其他部门的办件需要我们出具的内容；出具以后，申请人不用再去开证明。"),
    nothing=gettext_lazy("没有待出具的协查"),
    comes=gettext_lazy("有部门请我们出具内容，会出现在这里。"),
)


@require_safe
@official(*WHO)
def assistances(request: HttpRequest) -> HttpResponse:
    """List what waits to be attested, the soonest due first; all of it when asked for."""
    return matter_list(request, "assistances", assistance_list, WORDS)


@require_http_methods(["GET", "HEAD", "POST"])
@official(*WHO)
def assistance(request: HttpRequest, number: str) -> HttpResponse:
    """Show one request; take what the department attests, or why it cannot."""
    caller, text = actor(request), request.POST.get("text", "")
    errors: list[tuple[str, str]] = []
    page = assistance_page(caller, number, now())
    if request.method == "POST":
        file = request.FILES.get("file")
        declines = request.POST.get("verb") == "decline"

        def work() -> str:
            if declines:
                return decline_assistance(number=number, text=text, actor=caller, at=now()).state
            name, data = (file.name or "", file.read()) if file is not None else ("", b"")
            done = answer_assistance(number=number, text=text, file_name=name, data=data, actor=caller, at=now())
            return done.state

        try:
            once(request, work)
        except BadInput as refused:
            errors = [(f"#{key}", in_words(problem)) for key, problem in refused.errors.items()]
        else:
            messages.success(request, _("已答复，申请人和办理部门都能看到。"))
            return redirect("office:assistance", number=number)
    context = {
        "page": page,
        "row": page.row,
        "may_answer": any(move.verb == "answer_assistance" for move in page.moves),
        "text": text,
        "errors": errors,
        "problems": {key.removeprefix("#"): problem for key, problem in errors},
    }
    return render(request, "office/assistance.html", context, status=422 if errors else 200)


@require_safe
@official(*WHO)
def assistance_document(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the file with which a department attested."""
    return handed_out(assistance_file(actor(request), number))
