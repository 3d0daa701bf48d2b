"""One case of mine: where it stands, what I owe, what happened, and its papers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.cases.actions import ask_to_withdraw, note_reading, print_document, withdraw
from tongban.cases.queries import CasePage, case_page, material_file
from tongban.cases.queries.case_promises import case_promises, has_promises
from tongban.cases.queries.material_board import material_board
from tongban.feedback.actions import rate
from tongban.feedback.queries import rating_of
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.files import handed_out
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.owed import owed_to_applicant

LEVELS = (1, 2, 3, 4, 5)


@require_safe
@signed_in
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the case to its applicant."""
    return _page(request, number)


@require_POST
@signed_in
def withdraw_case(request: HttpRequest, number: str) -> HttpResponse:
    """Take the application back, with a reason."""
    caller, reason = actor(request), request.POST.get("reason", "")[:500]
    try:
        once(request, lambda: withdraw(number=number, reason=reason, actor=caller, at=now()).number)
    except BadInput as refused:
        return _page(request, number, refused, "withdraw")
    messages.success(request, _("申请已撤回。以后可以随时重新申请。"))
    return redirect("portal:case", number=number)


@require_POST
@signed_in
def ask_to_withdraw_case(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the authority to end what it is reviewing already, with a reason."""
    caller, reason = actor(request), request.POST.get("reason", "")[:500]
    try:
        once(request, lambda: ask_to_withdraw(number=number, reason=reason, actor=caller, at=now()).number)
    except BadInput as refused:
        return _page(request, number, refused, "withdraw")
    messages.success(request, _("撤回申请已提交，审查部门确认后此件不再办理。"))
    return redirect("portal:case", number=number)


@require_POST
@signed_in
def rate_case(request: HttpRequest, number: str) -> HttpResponse:
    """Keep what the reader says of the service."""
    caller, typed = actor(request), request.POST.get("level", "")
    level = int(typed) if typed in map(str, LEVELS) else 0
    text = request.POST.get("text", "")

    def work() -> str:
        rate(number=number, level=level, text=text, actor=caller, at=now())
        return number

    try:
        once(request, work)
    except BadInput as refused:
        return _page(request, number, refused, "rate")
    messages.success(request, _("谢谢您的评价。"))
    return redirect("portal:case", number=number)


@require_safe
@signed_in
def document(request: HttpRequest, number: str, document: str) -> HttpResponse:
    """Hand out a document of the case, byte for byte as it was made."""
    found = print_document(number=number, key=document, actor=actor(request))
    note_reading(number=number, what="document", actor=actor(request), at=now())
    return handed_out(found)


@require_safe
@signed_in
def material(request: HttpRequest, number: str, material_id: int) -> HttpResponse:
    """Hand out a file that was given for the case."""
    found = material_file(actor(request), number, material_id)
    note_reading(number=number, what="material", actor=actor(request), at=now())
    return handed_out(found)


def _ruling(page: CasePage) -> Any:
    """Return the document that says no, with its reasons and the remedies."""
    kinds = {
        "not_required": "not_required",
        "not_accepted": "non_acceptance",
        "refused": "decision",
        "terminated": "termination_notice",
        "voided": "voiding_note",
    }
    refused = page.decision is not None and page.decision.outcome == "refused"
    kind = "decision" if refused else kinds.get(page.state, "")
    return next((each for each in reversed(page.documents) if each.kind == kind), None)


def _page(request: HttpRequest, number: str, refused: BadInput | None = None, form: str = "") -> HttpResponse:
    page = case_page(actor(request), number, now())
    errors = refused.errors if refused else {}
    verbs = {move.verb for move in page.moves}
    context = {
        "case": page,
        "verbs": verbs,
        "withdrawal": next((line for line in reversed(page.proposals) if line.kind == "withdrawal"), None),
        "findings": material_board(actor(request), number, now()),
        "promises": case_promises(actor(request), number, now()) if has_promises(page.item, page.raw) else None,
        "may_rate": not page.raw.mock and page.is_mine and page.state in ("delivered", "closed"),
        "rating": rating_of(actor(request), number) if page.is_mine else None,
        "levels": _levels(),
        "licence": page.decision.licence_identifier if page.decision else "",
        "ruling": _ruling(page),
        "timeline": list(reversed(page.timeline)),
        "provisional_for": owed_to_applicant(page.state),
        "errors": [(f"#{key}", in_words(problem)) for key, problem in errors.items()],
        "wrong": {key: in_words(problem) for key, problem in errors.items()},
        "form": form,
        "corrections": corrections(page),
    }
    return render(request, "portal/my/case.html", context, status=422 if refused else 200)


def _levels() -> list[tuple[int, str]]:
    return [(1, _("非常满意")), (2, _("满意")), (3, _("基本满意")), (4, _("不满意")), (5, _("非常不满意"))]


def corrections(page: CasePage) -> list[tuple[dict[str, str], str]]:
    """Return each thing to correct with the address of the page where that is done."""
    if page.correction is None:
        return []
    places = {
        answer.key: f"{reverse('portal:group', args=[page.number, place])}#{answer.key}"
        for place, group in enumerate(page.groups, 1)
        for answer in group.answers
    }
    materials = reverse("portal:materials", args=[page.number])
    return [(each, places.get(each["code"], f"{materials}#material-{each['code']}")) for each in page.correction.items]
