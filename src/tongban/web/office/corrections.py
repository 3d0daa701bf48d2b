"""What is said to be wrong in one's registers, and answering it (校核纠错)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.sharing.actions import correct_record, reject_report, take_up
from tongban.sharing.queries.corrections import PAGE_SIZE, correction_list, correction_page
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.matter_list import ListWords, matter_list
from tongban.web.once import once

WHO = (DutyKind.DATA_STEWARD, DutyKind.SUPERVISOR)


WORDS = ListWords(
    heading=gettext_lazy("校核纠错"),
    lead=gettext_lazy("信息库登记的内容被指有误，由提供单位核实、更正或者说明。"),
    nothing=gettext_lazy("没有待答复的校核纠错"),
    comes=gettext_lazy("有人反映信息库的内容不对，会出现在这里。"),
)


@require_safe
@official(*WHO)
def corrections(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer, the soonest due first; all of it when asked for."""
    return matter_list(request, "corrections", correction_list, WORDS, PAGE_SIZE)


@require_http_methods(["GET", "HEAD", "POST"])
@official(*WHO)
def correction(request: HttpRequest, number: str) -> HttpResponse:
    """Show one, and take the answer: that it is looked into, put right, or right as it stands."""
    caller, verb = actor(request), request.POST.get("verb", "")
    value, answer = request.POST.get("value", ""), request.POST.get("answer", "")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            once(request, lambda: _act(verb, number, value, answer, caller))
        except BadInput as refused:
            wrong = {key: in_words(told) for key, told in refused.errors.items()}
        else:
            told = _("已开始核实。") if verb == "take_up" else _("已答复，反映人会收到消息。")
            messages.success(request, told)
            return redirect("office:correction", number=number)
    page = correction_page(caller, number, now())
    context = {
        "row": page.row,
        "verbs": {move.verb for move in page.moves},
        "value": value or _text(page.row.given),
        "answer": answer,
        "verb": verb,
        "wrong": wrong,
        "errors": [(f"#{key}", told) for key, told in wrong.items()],
    }
    return render(request, "office/correction.html", context, status=422 if wrong else 200)


def _act(verb: str, number: str, value: str, answer: str, caller: Actor) -> Any:
    if verb == "take_up":
        return take_up(number=number, actor=caller, at=now()).state
    if verb == "correct_record":
        return correct_record(number=number, value=value, answer=answer, actor=caller, at=now()).state
    if verb == "reject_report":
        return reject_report(number=number, answer=answer, actor=caller, at=now()).state
    raise BadInput({"verb": _("请选择核实的结果")})


def _text(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else "" if value is None else str(value)
