"""What an authority lets others do by list (授权书), and what others let it do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.catalogue.queries import items_of, names_of, owners
from tongban.kernel.clock import now, today
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.actions import give_authorisation, revoke_authorisation
from tongban.parties.queries import authorisations as listed
from tongban.parties.queries import authorities, halls
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.office.duties.reading import day, whole
from tongban.web.once import once
from tongban.web.templatetags.ui import in_language


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.ADMINISTRATOR)
def authorisations(request: HttpRequest) -> HttpResponse:
    """List what the caller's authority gave and was given, and give a new authorisation."""
    caller = actor(request)
    giver_id = _giver(request, caller)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _give(request, caller, giver_id)
        if not errors:
            messages.success(request, _("授权书已登记。"))
            return redirect("office:authorisations")
    kept = listed(of=giver_id)
    names = names_of({code for one in kept for code in one.task_codes})
    context = {
        "authorisations": [(one, [(code, in_language(names.get(code))) for code in one.task_codes]) for one in kept],
        "giver_id": giver_id,
        "own": authorities(caller.authorities(DutyKind.ADMINISTRATOR)),
        "others": [one for one in authorities() if one.id != giver_id],
        "windows": [(window.id, f"{hall.name} {window.number}") for hall in halls() for window in hall.windows],
        "items": items_of(giver_id),
        "chosen": request.POST.getlist("task_codes"),
        "given": request.POST,
        "today": today().isoformat(),
        "wrong": errors,
        "errors": [(f"#{key}", problem) for key, problem in errors.items()],
    }
    return render(request, "office/duties/authorisations.html", context, status=422 if errors else 200)


@require_POST
@official(DutyKind.ADMINISTRATOR)
def revoke(request: HttpRequest, authorisation_id: int) -> HttpResponse:
    """Take an authorisation back from now on."""
    revoke_authorisation(authorisation_id=authorisation_id, actor=actor(request), at=now())
    messages.success(request, _("授权已收回；对方已经开始办理的办件仍由对方办结。"))
    return redirect("office:authorisations")


def _giver(request: HttpRequest, caller: Actor) -> int:
    """Return for which of their authorities the caller acts: the one asked for, or the first."""
    own = caller.authorities(DutyKind.ADMINISTRATOR)
    asked = whole(request.POST.get("authority") or request.GET.get("authority"))
    if not own or (asked is not None and asked not in own):
        raise NotFound(_("没有这个机构。"))
    return asked if asked is not None else min(own)


def _give(request: HttpRequest, caller: Actor, giver_id: int) -> dict[str, str]:
    given = request.POST
    starts_on, ends_on = day(given.get("starts_on")), day(given.get("ends_on"))
    if starts_on is None:
        return {"starts_on": _("请填写真实存在的日期。")}
    if given.get("ends_on") and ends_on is None:
        return {"ends_on": _("请填写真实存在的日期。")}
    first, codes = starts_on, given.getlist("task_codes")
    try:
        once(
            request,
            lambda: give_authorisation(
                kind=given.get("kind", ""),
                from_authority_id=giver_id,
                to_authority_id=whole(given.get("to_authority")),
                window_id=whole(given.get("window")),
                task_codes=codes,
                document_number=given.get("document_number", ""),
                starts_on=first,
                ends_on=ends_on,
                owners=owners(codes),
                actor=caller,
                at=now(),
            ),
        )
    except BadInput as refused:
        return refused.errors
    return {}
