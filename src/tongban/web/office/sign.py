"""At the window: record what the applicant promises and who signed it there; make real what was tried out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.cases.actions import convert_mock, promise, promise_later, take_ordinary_way
from tongban.cases.queries import case_page
from tongban.cases.queries.case_promises import CasePromises, case_promises
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.once import once


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.CLERK)
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Show both texts whole; keep what was signed, by whom."""
    caller = actor(request)
    promises = case_promises(caller, number, now())
    if not promises.signers or not promises.offers_anything:
        raise NotFound(_("这件申请现在没有可以在窗口签署的承诺。"))
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            once(request, lambda: _keep(request, number, promises, caller))
        except BadInput as refused:
            errors = [(f"#{_FIELDS.get(key, key)}", in_words(problem)) for key, problem in refused.errors.items()]
        except NotAllowedNow as refused_now:
            errors = [("", in_words(refused_now.reason))]
        else:
            messages.success(request, _("已记录签署。"))
            return redirect("office:case", number=number)
    context = {"case": case_page(caller, number, now()), "promises": promises, "errors": errors}
    return render(request, "office/sign.html", context, status=422 if errors else 200)


@require_POST
@official(DutyKind.CLERK)
def convert(request: HttpRequest, number: str) -> HttpResponse:
    """Take the real application in with what was tried out at the window."""
    caller = actor(request)
    real = once(request, lambda: convert_mock(number=number, actor=caller, at=now()))
    messages.success(request, _("已转为正式申请，填写的内容和材料都已带入。"))
    return redirect("office:case", number=real)


# Where an error of the action is put right on the page.
_FIELDS = {"version": "way", "materials": "later"}


def _keep(request: HttpRequest, number: str, promises: CasePromises, caller: Actor) -> str:
    typed, at = request.POST.get("signer", ""), now()
    signer_id = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else None
    offer = promises.promise
    if offer is not None and not offer.why_not:
        if request.POST.get("way") == "promise":
            version = request.POST.get("version", "")
            promise(number=number, version=version, actor=caller, at=at, signer_id=signer_id)
        elif offer.signed is not None:
            take_ordinary_way(number=number, actor=caller, at=at, signer_id=signer_id)
    later = promises.deferral
    wanted = request.POST.getlist("later")
    if later is not None and not later.why_not and (wanted or later.signed is not None):
        promise_later(number=number, version=later.version, materials=wanted, actor=caller, at=at, signer_id=signer_id)
    return number
