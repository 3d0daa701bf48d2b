"""Mandates: whom I let act for me or my organisation, and for whom I may act."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.kernel.clock import now, today
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.actions import give_mandate, revoke_mandate
from tongban.parties.queries import mandates_of, parties_of
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.once import once


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mandates(request: HttpRequest) -> HttpResponse:
    """Show the mandates, and give a new one."""
    caller = actor(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        given = request.POST
        starts_on, ends_on = _day(given.get("starts_on")), _day(given.get("ends_on"))
        if starts_on is None:
            errors["starts_on"] = _("请填写真实存在的日期。")
        if given.get("ends_on") and ends_on is None:
            errors["ends_on"] = _("请填写真实存在的日期。")
        organisation_id = _organisation(given.get("principal", ""))
        if not errors and starts_on is not None:
            first_day = starts_on

            def work() -> int:
                return give_mandate(
                    agent_name=given.get("agent_name", ""),
                    agent_id_number=given.get("agent_id_number", ""),
                    scope="all",
                    starts_on=first_day,
                    ends_on=ends_on,
                    actor=caller,
                    at=now(),
                    organisation_id=organisation_id,
                )

            try:
                once(request, work)
                messages.success(request, _("授权已生效。对方登录后即可代办。"))
                return redirect("portal:mandates")
            except BadInput as refused:
                errors = refused.errors
    principals = [
        party
        for party in parties_of(caller)
        if (party.kind == "person" and party.id == caller.person_id)
        or (party.kind == "organisation" and caller.organisations.get(party.id, frozenset()) is None)
    ]
    context = {
        "mandates": mandates_of(caller),
        "principals": principals,
        "given": request.POST,
        "today": today().isoformat(),
        "wrong": errors,
        "errors": [(f"#{key}", problem) for key, problem in errors.items()],
        "tab": "mandates",
    }
    return render(request, "portal/my/mandates.html", context, status=422 if errors else 200)


@require_POST
@signed_in
def revoke(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Take a mandate back from now on."""
    revoke_mandate(mandate_id=mandate_id, actor=actor(request), at=now())
    messages.success(request, _("授权已收回。"))
    return redirect("portal:mandates")


def _organisation(text: str) -> int | None:
    """Read for whom the mandate is: nothing for oneself. Raises NotFound for what is no organisation's number."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise NotFound(_("没有这个办事主体。"))
    return int(text)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
