"""Records of credit that are not repaired, and their repair by an administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.credit.actions import repair
from tongban.credit.queries import records_to_repair
from tongban.kernel.clock import now, today
from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.refusals import status_of


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.ADMINISTRATOR)
def credit(request: HttpRequest) -> HttpResponse:
    """List what is not repaired; take a repair with its reason."""
    caller, status, wrong, problem = actor(request), 200, 0, ""
    if request.method == "POST":
        typed = request.POST.get("record", "")
        wrong = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else 0
        reason = request.POST.get("reason", "")[:1000]
        try:
            once(request, lambda: repair(record_id=wrong, reason=reason, actor=caller, at=now()))
        except NotFound:
            raise
        except Refusal as refused:
            status, problem = status_of(refused), in_words(refused.reason)
        else:
            messages.success(request, _("已登记修复。"))
            return redirect("office:credit")
    context = {
        "records": records_to_repair(caller, today()),
        "wrong": wrong,
        "errors": [(f"#reason-{wrong}", problem)] if problem else [],
    }
    return render(request, "office/credit.html", context, status=status)
