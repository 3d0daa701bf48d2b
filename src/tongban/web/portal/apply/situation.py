"""The situation of a draft said anew: what falls away and what comes is shown before anything is changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.cases.actions import ShownOtherwise, choose_situation
from tongban.cases.queries.situation import situation_change
from tongban.catalogue.rules.situations import unanswered
from tongban.kernel.clock import now
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.portal.apply.pages import way_of
from tongban.web.situations import asked, questions_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def situation(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the item's questions again, tell what the answers would change, and change it when that is confirmed.

    What is confirmed is what was shown: when it would change something else by now, that is shown first (409).
    """
    way, caller = way_of(request, number), actor(request)
    item, sent = way.case.item, request.POST if request.method == "POST" else request.GET
    if way.case.state != "draft" or not item.situations:
        return redirect("portal:application", number=number)
    is_asked = any(key.startswith("s-") for key in sent)
    change = situation_change(caller, number, asked(item, sent) if is_asked else None)
    is_open = is_asked and bool(unanswered(item.situations, change.chosen))
    errors, status = [], 200
    if request.method == "POST" and is_open:
        errors, status = [("#situation", _("请回答每一个问题，系统会按回答列出需要的材料。"))], 422
    elif request.method == "POST":
        try:
            choose_situation(
                number=number, situation=change.chosen, actor=caller, at=now(), shown=sent.get("shown", "")
            )
        except ShownOtherwise as refused:
            errors, status = [("#change", refused.reason)], 409
            change = situation_change(caller, number, change.chosen)
        else:
            messages.success(request, _("已按新的情形列出材料，填过的内容没有变。"))
            return redirect("portal:application", number=number)
    context = {
        "way": way,
        "case": way.case,
        "place": 1,
        "situation": questions_of(item, change.chosen),
        "asked": is_asked and not is_open,
        # An answer may ask a further question: that one was not there to be answered.
        "asks_more": is_open and not errors,
        "change": change,
        "errors": errors,
    }
    return render(request, "portal/apply/situation.html", context, status=status)
