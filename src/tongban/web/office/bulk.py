"""Say one verb of the cases that were ticked in the inbox, and show what became of each."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.cases.access import CASE
from tongban.cases.actions.in_bulk import MOST_AT_ONCE, in_bulk
from tongban.cases.queries.inbox import InboxRow, inbox_rows
from tongban.cases.queries.inbox_filters import Filter
from tongban.cases.queries.inbox_tasks import ALL
from tongban.kernel.clock import now
from tongban.kernel.errors import NotFound
from tongban.parties.queries import officials_in_service
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.views import OfficialView
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.inbox import bulk_verbs
from tongban.web.once import once

CONFIRMED = "confirmed"
# What can be taken back by another move is done at once; the others ask whether it is meant.
DONE_AT_ONCE = ("claim",)


@require_POST
@official()
def bulk(request: HttpRequest) -> HttpResponse:
    """Ask once more where that is due, then do it, and show which cases were done and why others were not."""
    caller, verb = actor(request), request.POST.get("verb", "")
    words = dict(bulk_verbs(caller))
    if verb not in words:
        raise NotFound(_("没有这个办理步骤。"))
    numbers = list(dict.fromkeys(request.POST.getlist("number")))
    back = request.POST.get("back", "")
    back_url = f"{reverse('office:inbox')}?{back}"
    if not 1 <= len(numbers) <= MOST_AT_ONCE:
        messages.warning(request, _("请先勾选办件，每次最多 %(most)d 件。") % {"most": MOST_AT_ONCE})
        return redirect(back_url)
    people = _colleagues(caller) if verb == "assign" else []
    whom = next((one for one in people if str(one.id) == request.POST.get("official_id")), None)
    asks_whom = verb == "assign" and whom is None
    context: dict[str, Any] = {"verb": verb, "heading": words[verb], "numbers": numbers, "back": back}
    if asks_whom or (verb not in DONE_AT_ONCE and CONFIRMED not in request.POST):
        context |= {"people": people, "nobody": asks_whom and CONFIRMED in request.POST, "back_url": back_url}
        context["rows"] = _chosen(numbers, caller)
        return render(request, "office/bulk_confirm.html", context, status=422 if context["nobody"] else 200)
    asked = {"official_id": whom.id} if whom is not None else {}
    became = once(request, lambda: _outcomes(verb, numbers, caller, asked))
    done = sum(each["done"] for each in became)
    context |= {"outcomes": became, "done": done, "refused": len(became) - done, "back_url": back_url}
    return render(request, "office/bulk_done.html", context)


def _outcomes(verb: str, numbers: list[str], caller: Actor, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Do it, and return what became of each case, in the reader's language."""
    found = in_bulk(verb=verb, numbers=numbers, actor=caller, at=now(), **asked)
    labels = {state.code: state.label for state in CASE.states}
    return [
        {**asdict(each), "reason": in_words(each.reason), "state_label": labels.get(each.state, "")} for each in found
    ]


def _chosen(numbers: list[str], caller: Actor) -> list[tuple[str, InboxRow | None]]:
    """Return what was ticked, in that order, each with its row where the official still has it in the inbox."""
    rows = {row.number: row for row in inbox_rows(caller, Filter(task=ALL, numbers=tuple(numbers)), now())}
    return [(number, rows.get(number)) for number in numbers]


def _colleagues(caller: Actor) -> list[OfficialView]:
    """Return who may be assigned a case: those in service at the authorities whose cases the official leads."""
    led = caller.authorities(DutyKind.REVIEWER, DutyKind.HEAD) | {*caller.scoped(DutyKind.REVIEWER, DutyKind.HEAD)}
    return [one for one in officials_in_service() if one.authority_id in led]
