"""My space: what waits for me, what runs, what I have."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tongban.cases.queries import my_cases
from tongban.kernel.clock import now
from tongban.licences.queries import my_licences
from tongban.notices.queries import inbox_of
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.paging import page_number


@require_safe
@signed_in
def space(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader first, then open cases, licences and the newest messages."""
    caller = actor(request)
    if caller.person_id is None and caller.official_id is not None and not caller.charged_with(DutyKind.HELPER):
        return redirect("office:inbox")
    cases = my_cases(caller, 1, now(), open_only=True)
    context = {
        "cases": cases,
        "mine_now": [row for row in cases.rows if row.next.turn == "you"],
        "running": [row for row in cases.rows if row.next.turn != "you"],
        "licences": my_licences(caller)[:4],
        "box": inbox_of(caller),
        "tab": "space",
    }
    return render(request, "portal/my/space.html", context)


@require_safe
@signed_in
def cases(request: HttpRequest) -> HttpResponse:
    """List all cases of the reader and of those the reader acts for, newest first."""
    found = my_cases(actor(request), page_number(request.GET.get("page")), now())
    return render(request, "portal/my/cases.html", {"found": found, "tab": "cases"})
