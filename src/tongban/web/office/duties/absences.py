"""Who is away and who stands in: one's own absences and, for administrators, those of their authority."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.kernel.clock import now, today
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.actions import end_absence, register_absence
from tongban.parties.queries import absence_reasons, absences, officials, officials_in_service
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.views import OfficialView
from tongban.web.doorkeeper import actor, official
from tongban.web.office.duties.reading import day, whole
from tongban.web.once import once


@require_http_methods(["GET", "HEAD", "POST"])
@official()
def duties(request: HttpRequest) -> HttpResponse:
    """Show who is away, and register an absence: one's own, or of somebody whose administrator one is."""
    caller = actor(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _register(request, caller)
        if not errors:
            messages.success(request, _("离岗已登记；离岗期间职责由代理人行使。"))
            return redirect("office:duties")
    everybody = officials_in_service()
    me = caller.official_id or 0
    may_go = [one for one in everybody if one.id == me or caller.administers(one.authority_id)]
    context = {
        "absences": [(one, one.official_id == me or caller.administers(one.authority_id)) for one in absences(caller)],
        "me": me,
        "may_go": may_go,
        "deputies": _deputies(caller, everybody),
        "reasons": absence_reasons(),
        "given": request.POST,
        "today": today().isoformat(),
        "wrong": errors,
        "errors": [(f"#{key}", problem) for key, problem in errors.items()],
        "administers": bool(caller.authorities(DutyKind.ADMINISTRATOR)),
    }
    return render(request, "office/duties/absences.html", context, status=422 if errors else 200)


@require_POST
@official()
def end(request: HttpRequest, absence_id: int) -> HttpResponse:
    """End an absence from now on."""
    end_absence(absence_id=absence_id, actor=actor(request), at=now())
    messages.success(request, _("已返岗，职责交还本人。"))
    return redirect("office:duties")


def _register(request: HttpRequest, caller: Actor) -> dict[str, str]:
    given = request.POST
    official_id, deputy_id = whole(given.get("official")) or caller.official_id, whole(given.get("deputy"))
    starts_on, ends_on = day(given.get("starts_on")), day(given.get("ends_on"))
    errors = {
        name: _("请填写真实存在的日期。")
        for name, found in (("starts_on", starts_on), ("ends_on", ends_on))
        if found is None
    }
    if deputy_id is None:
        errors["deputy"] = _("请选择代理人。")
    if official_id is None:
        raise NotFound(_("没有这位工作人员。"))
    if errors or starts_on is None or ends_on is None or deputy_id is None:
        return errors
    first, last, stands_in, absent = starts_on, ends_on, deputy_id, official_id
    try:
        once(
            request,
            lambda: register_absence(
                official_id=absent,
                deputy_id=stands_in,
                starts_on=first,
                ends_on=last,
                reason=given.get("reason", ""),
                actor=caller,
                at=now(),
            ),
        )
    except BadInput as refused:
        return refused.errors
    return {}


def _deputies(caller: Actor, everybody: list[OfficialView]) -> list[OfficialView]:
    """Return whom the caller may choose: colleagues, and for administrators everybody."""
    if caller.authorities(DutyKind.ADMINISTRATOR):
        return everybody
    me = officials([caller.official_id or 0]).get(caller.official_id or 0)
    return [one for one in everybody if me is not None and one.authority_id == me.authority_id and one.id != me.id]
