"""One view for every verb: its form, its sending, and what the action says to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.cases.lifecycle.decision import AT_ONCE
from tongban.cases.queries import CasePage, case_page
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of, now
from tongban.kernel.errors import NotFound, Refusal
from tongban.matters.actions.step import allow
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.forms import FORMS, MOVE_OF, StepForm
from tongban.web.once import once
from tongban.web.refusals import status_of
from tongban.web.templatetags.ui import in_language

PREVIEW = "preview"


@require_http_methods(["GET", "HEAD", "POST"])
@official(*DutyKind)
def step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Ask what the verb needs; sent, take the step once and go back to the case.

    A verb that is not open to the official now leads back to the case, with the reason.
    """
    caller, at = actor(request), now()
    page = case_page(caller, number, at)
    if verb not in FORMS:
        raise NotFound(_("没有这个办理步骤。"))
    if request.method != "POST":
        reason = _not_open(page, verb, caller)
        if reason:
            messages.warning(request, reason)
            return redirect("office:case", number=number)
        return _form_page(request, FORMS[verb](page, today=day_of(at), query=request.GET), verb)
    form = FORMS[verb](page, request.POST, request.FILES, today=day_of(at))
    if PREVIEW in request.POST:
        return _form_page(request, form, verb, checked=False)
    if not form.is_valid():
        return _form_page(request, form, verb, status=422)
    try:
        once(request, lambda: form.take(actor=caller, at=at))
    except NotFound:
        raise
    except Refusal as refused:
        # Somebody was first, or the case has moved on: there is nothing on the form that could be put right.
        late = in_words(refused.reason) if isinstance(refused, NotAllowedNow) else ""
        form.refuse(refused)
        return _form_page(request, form, verb, status=status_of(refused), too_late=late)
    messages.success(request, str(form.done))
    return redirect(form.next_url)


def _not_open(page: CasePage, verb: str, caller: Actor) -> str:
    if any(move.verb == verb for move in page.moves):
        return page.waits[verb]
    if verb == AT_ONCE.verb:
        return _("只有即办件可以当场办结，并且需要收件职责和决定权限")
    try:
        allow(read_case(page.number, caller), verb, caller)
    except NotFound:
        raise
    except Refusal as refused:
        return in_words(refused.reason)
    return ""


def _form_page(
    request: HttpRequest, form: StepForm, verb: str, *, status: int = 200, checked: bool = True, too_late: str = ""
) -> HttpResponse:
    move = MOVE_OF[verb]
    context = {
        "case": form.page,
        "form": form,
        "verb": verb,
        "heading": in_language(move, "label"),
        "basis": move.basis,
        "errors": form.problems if checked and form.is_bound else [],
        "show_errors": checked,
        "too_late": too_late,
    }
    return render(request, "office/step.html", context, status=status)
