"""The account: who one is and how surely, the ways to sign in, and the systems that know who one is."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.kernel.clock import now
from tongban.parties.actions import begin_face_check, end_face_check, revoke_sign_in
from tongban.parties.queries import face_check, face_check_offered, face_checks, people, sign_in_consents
from tongban.parties.rules.identity import KIND_NAMES
from tongban.parties.rules.sign_in import SIGN_IN_SCOPES
from tongban.parties.rules.views import FACE_CHECKED
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.identity.ways import outside_ways
from tongban.web.once import once


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Show who the account stands for, the real-name level and how to raise it, and the ways to sign in."""
    caller = actor(request)
    person = people([caller.person_id]).get(caller.person_id) if caller.person_id is not None else None
    checks = face_checks(caller)
    context = {
        "person": person,
        "kind": KIND_NAMES.get(person.id_kind, "") if person else "",
        "level": person.assurance if person else None,
        "may_check_face": person is not None and person.assurance < FACE_CHECKED and face_check_offered(),
        "demonstrated": any(one.demonstration and one.outcome == "passed" for one in checks),
        "outside": outside_ways(request),
        "tab": "account",
    }
    return render(request, "portal/my/account.html", context)


@require_POST
@signed_in
def start_face_check(request: HttpRequest) -> HttpResponse:
    """Announce a face check, and show where to look into the camera."""

    def back_to(key: str) -> str:
        return request.build_absolute_uri(reverse("portal:face-check", args=[key]))

    key = once(request, lambda: begin_face_check(return_to=back_to, actor=actor(request), at=now()).key)
    return redirect("portal:face-check", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one_face_check(request: HttpRequest, key: str) -> HttpResponse:
    """Lead to the camera and, asked for the result, take it down."""
    caller = actor(request)
    check = face_check(caller, key)
    if check is None:
        raise Http404
    if request.method == "POST":
        check = end_face_check(key=key, actor=caller, at=now())
        if check.outcome == "passed":
            messages.success(
                request,
                _("演示：未做人脸比对。系统按“核验通过”记录，实名等级为 3 级。")
                if check.demonstration
                else _("人脸核验通过，实名等级为 3 级。"),
            )
            return redirect("portal:account")
        if not check.outcome:
            messages.info(request, _("设备还没有给出结果，请完成核验后再查。"))
    return render(request, "portal/my/face_check.html", {"check": check, "tab": "account"})


@require_safe
@signed_in
def systems(request: HttpRequest) -> HttpResponse:
    """List the systems that may recognise the account, and what they may know."""
    rows = [
        (one, [SIGN_IN_SCOPES[scope] for scope in SIGN_IN_SCOPES if scope in one.scopes])
        for one in sign_in_consents(actor(request))
    ]
    return render(request, "portal/my/systems.html", {"rows": rows, "tab": "account"})


@require_POST
@signed_in
def leave_system(request: HttpRequest, consent_id: int) -> HttpResponse:
    """Take back what a system may know."""
    revoke_sign_in(consent_id=consent_id, actor=actor(request), at=now())
    messages.success(request, _("已收回。那个系统再要登录时，会重新问您。"))
    return redirect("portal:systems")
