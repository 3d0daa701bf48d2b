"""A licence as the officials of its authority see it, and what they may do with it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases.actions import change_licence
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput, NotFound
from tongban.licences.lifecycle import MOVES, PLAIN
from tongban.licences.queries import licence_scan
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.files import handed_out
from tongban.web.language import in_words
from tongban.web.office.consulting import PurposeMissing, ask_purpose, consulted, reads_first
from tongban.web.once import once

THROUGH_THE_CASE = ("revoke", "cancel")


@require_http_methods(["GET", "HEAD", "POST"])
@official(*DutyKind)
def licence(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show what the licence says, how it stood, and the moves that are open; ask what for where that is not clear."""
    try:
        found = consulted(request, identifier)
    except PurposeMissing:
        return ask_purpose(request)
    context = {"licence": found, "moves": [(move.verb, _word(move.verb)) for move in found.moves]}
    return render(request, "office/licence.html", context)


@require_safe
@official(*DutyKind)
def scan(request: HttpRequest, identifier: str) -> HttpResponse:
    """Hand out the scan of a licence of the stock to who read the licence today."""
    return handed_out(licence_scan(actor(request), identifier))


@require_http_methods(["GET", "HEAD", "POST"])
@official(*DutyKind)
@reads_first
@transaction.atomic
def change(request: HttpRequest, identifier: str, verb: str) -> HttpResponse:
    """Ask for reason and basis; sent, change how the licence stands once and go back to it.

    What came of a case is revoked and cancelled there. All is one transaction: who is refused was shown nothing of the
    licence, so the holder is told of no reading.
    """
    caller = actor(request)
    if verb not in (*PLAIN, "supersede"):
        raise NotFound(_("没有这个办理步骤。"))
    found = consulted(request, identifier)
    if verb in THROUGH_THE_CASE and found.case_number and request.method != "POST":
        return redirect("office:step", number=found.case_number, verb=verb)
    reason, basis = request.POST.get("reason", "")[:4000], request.POST.get("basis", "")[:300]
    errors: dict[str, str] = {}
    if request.method == "POST":

        def work() -> str:
            return change_licence(verb, identifier=identifier, reason=reason, basis=basis, actor=caller, at=now())

        try:
            now_held = once(request, work)
            messages.success(request, _("已登记，并已通知持证人。"))
            return redirect("office:licence", identifier=now_held)
        except BadInput as refused:
            errors = refused.errors
    context = {
        "licence": found,
        "verb": verb,
        "heading": _word(verb),
        "law": MOVES[verb].basis,
        "given": {"reason": reason, "basis": basis},
        "wrong": {key: in_words(problem) for key, problem in errors.items()},
        "errors": [(f"#{key}", in_words(problem)) for key, problem in errors.items()],
    }
    return render(request, "office/licence_step.html", context, status=422 if errors else 200)


def _word(verb: str) -> str:
    move = MOVES[verb]
    return move.label_en if get_language() == "en" else move.label
