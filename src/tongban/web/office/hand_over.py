"""An official leaves: the administrator says who takes over, and the service ends at once."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput, NotFound, Refusal
from tongban.matters.actions import hand_over as work
from tongban.parties.queries import officials_in_service
from tongban.parties.rules.actor import DutyKind
from tongban.parties.rules.views import OfficialView
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.refusals import status_of
from tongban.web.templatetags.ui import in_language

LONGEST_LIST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.ADMINISTRATOR)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Choose who of one's own authority leaves, then who takes over; end the service and show what was handed over."""
    caller = actor(request)
    everybody = [one for one in officials_in_service() if caller.administers(one.authority_id)]
    if request.method == "POST":
        return _hand_over(request, everybody)
    leaving = _find(everybody, request.GET.get("official", ""))
    if request.GET.get("official") and leaving is None:
        raise NotFound(_("没有这位在任的工作人员。"))
    if leaving is not None and leaving.id == caller.official_id:
        messages.warning(request, _("不能移交您自己：请由另一位系统管理员办理。"))
        return redirect("office:hand-over")
    if leaving is None:
        return _choose(request, [one for one in everybody if one.id != caller.official_id])
    return _confirm(request, leaving, everybody)


def _hand_over(request: HttpRequest, everybody: list[OfficialView]) -> HttpResponse:
    caller, at = actor(request), now()
    official_id, successor_id = _id(request.POST.get("official")), _id(request.POST.get("successor"))
    if official_id is None or official_id == caller.official_id:
        raise NotFound(_("没有这位在任的工作人员。"))
    leaving = _find(everybody, str(official_id))
    successor = _find(everybody, str(successor_id))
    try:
        numbers = once(
            request,
            lambda: work.hand_over(official_id=official_id, successor_id=successor_id, actor=caller, at=at),
        )
    except Refusal as refused:
        if leaving is None:
            raise
        return _confirm(request, leaving, everybody, refused)
    context = {
        "leaving": leaving,
        "successor": successor,
        "numbers": numbers[:LONGEST_LIST_SHOWN],
        "count": len(numbers),
    }
    return render(request, "office/handed_over.html", context)


def _authority(one: OfficialView) -> str:
    return in_language(one, "authority_name")


def _names(one: OfficialView) -> str:
    return "\n".join((one.name, one.authority_name, one.authority_name_en)).casefold()


def _choose(request: HttpRequest, everybody: list[OfficialView]) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:50]
    found = [one for one in everybody if words.casefold() in _names(one)]
    by_authority = [(name, list(them)) for name, them in groupby(found, key=_authority)]
    return render(request, "office/hand_over_choose.html", {"groups": by_authority, "q": words, "count": len(found)})


def _confirm(
    request: HttpRequest, leaving: OfficialView, everybody: list[OfficialView], refused: Refusal | None = None
) -> HttpResponse:
    colleagues = [one for one in everybody if one.authority_id == leaving.authority_id and one.id != leaving.id]
    context = {
        "leaving": leaving,
        "colleagues": colleagues,
        "chosen": _id(request.POST.get("successor")),
        "errors": _problems(refused),
    }
    return render(request, "office/hand_over.html", context, status=status_of(refused) if refused else 200)


def _problems(refused: Refusal | None) -> list[tuple[str, str]]:
    if refused is None:
        return []
    if isinstance(refused, BadInput):
        return [("#successor", in_words(problem)) for problem in refused.errors.values()]
    return [("", in_words(refused.reason))]


def _find(everybody: list[OfficialView], official_id: str) -> OfficialView | None:
    return next((one for one in everybody if str(one.id) == official_id), None)


def _id(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None
