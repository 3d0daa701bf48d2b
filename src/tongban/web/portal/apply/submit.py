"""The last look before handing in, handing in, and what happens then."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.cases.actions import correct, discard, submit
from tongban.cases.queries import case_page
from tongban.cases.queries.material_board import material_board
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.portal.apply.pages import way_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Show all that was filled in; hand it in once, or list what is still missing."""
    caller = actor(request)
    if request.method == "POST":
        # A second press comes when the case is submitted already; its page is the answer then.
        state = case_page(caller, number, now())
        if state.is_mine and state.state == "submitted":
            return redirect("portal:done", number=number)
    way = way_of(request, number)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        hand_in = correct if way.correcting else submit

        def work() -> str:
            return hand_in(number=number, actor=caller, at=now()).number

        if request.POST.get("truth") != "yes":
            errors = [("#truth", _("请勾选：我确认以上内容真实、完整。"))]
        else:
            try:
                once(request, work)
                return redirect("portal:done", number=number)
            except BadInput as refused:
                errors = [
                    (way.place_of(key), in_words(problem))
                    for key, problem in sorted(refused.errors.items(), key=lambda pair: way.rank(pair[0]))
                ]
    context = {
        "way": way,
        "case": way.case,
        "place": len(way.labels),
        "back_url": way.before_materials_url,
        "promises": way.promises,
        "findings": material_board(caller, number, now()),
        "groups": [(way.group_url(place), group) for place, group in enumerate(way.case.groups, 1)],
        "errors": errors,
    }
    return render(request, "portal/apply/review.html", context, status=422 if errors else 200)


@require_POST
@signed_in
def throw_away(request: HttpRequest, number: str) -> HttpResponse:
    """Throw a draft away, with what was typed and given."""
    once(request, lambda: discard(number=number, actor=actor(request), at=now()).state)
    messages.success(request, _("草稿已删除，填过的内容和上传的文件也已删除。"))
    return redirect("portal:my")


@require_safe
@signed_in
def done(request: HttpRequest, number: str) -> HttpResponse:
    """Say that it was received: the number, the receipt, and by when the next answer comes."""
    case = case_page(actor(request), number, now())
    if case.state == "draft":
        return redirect("portal:review", number=number)
    receipt = next((each for each in case.documents if each.kind == "receipt"), None)
    intake = next((clock for clock in reversed(case.clocks) if clock.kind == "intake"), None)
    reported = [answer for group in case.groups for answer in group.answers if answer.report]
    context = {"case": case, "receipt": receipt, "intake": intake, "reported": reported}
    return render(request, "portal/apply/done.html", context)
