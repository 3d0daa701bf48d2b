"""Mandates: whom I let act for me or my organisation, for whom I may act, and whom I ask or am asked by."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.actions import accept_mandate, ask_mandate, decline_mandate, give_mandate, revoke_mandate
from tongban.parties.queries import helpers, mandates_of, parties_of
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.views import PartyView
from tongban.web.doorkeeper import actor, public, signed_in
from tongban.web.language import in_words
from tongban.web.mandate_form import AgentForm, AskForm, ScopeForm, terms_of
from tongban.web.once import once


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mandates(request: HttpRequest) -> HttpResponse:
    """Show the mandates, those that wait for the reader first, and offer a new one."""
    caller = actor(request)
    posted = request.POST if request.method == "POST" else None
    near = request.GET.get("near", "")[:50]
    form = AgentForm(posted, item=request.GET.get("item", "")[:100], near=near)
    if posted is not None:
        organisation_id = _organisation(posted.get("principal", ""))
        if form.is_valid() and _done(
            request,
            form,
            lambda: give_mandate(
                **form.agent(), **terms_of(form), organisation_id=organisation_id, actor=caller, at=now()
            ),
        ):
            messages.success(request, _("授权已发给对方，对方用自己的账号同意之后生效。"))
            return redirect("portal:mandates")
    known = mandates_of(caller)
    context = {
        "waiting": [one for one in known if one.waits_for_reader],
        "given": [one for one in known if one.side == "principal" and not one.waits_for_reader],
        "held": [one for one in known if one.side == "agent" and not one.waits_for_reader],
        "principals": _principals(caller),
        "chosen": request.POST.get("principal", ""),
        "form": form,
        "near": near,
        "tab": "mandates",
    }
    return render(request, "portal/my/mandates.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """Ask somebody for leave to act for them, as a helper where the reader is one."""
    caller = actor(request)
    form = AskForm(request.POST if request.method == "POST" else None, item=request.GET.get("item", "")[:100])
    helps = caller.charged_with(DutyKind.HELPER)
    if form.is_valid() and _done(
        request,
        form,
        lambda: ask_mandate(
            principal_name=form.cleaned_data["principal_name"],
            principal_code=form.cleaned_data["principal_code"],
            **terms_of(form),
            as_helper=helps,
            actor=caller,
            at=now(),
        ),
    ):
        messages.success(request, _("请求已发给对方，对方同意之后您才能代办。"))
        return redirect("portal:mandates")
    context = {"form": form, "helps": helps, "tab": "mandates"}
    return render(request, "portal/my/ask_mandate.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def accept(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Accept a mandate that waits for the reader."""
    accept_mandate(mandate_id=mandate_id, actor=actor(request), at=now())
    messages.success(request, _("您已同意，授权生效。"))
    return redirect("portal:mandate", mandate_id=mandate_id)


@require_POST
@signed_in
def decline(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Decline a mandate that waits for the reader."""
    decline_mandate(mandate_id=mandate_id, actor=actor(request), at=now())
    messages.success(request, _("您已谢绝，授权没有生效。"))
    return redirect("portal:mandates")


@require_POST
@signed_in
def revoke(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Take a mandate back, or lay it down, from now on."""
    revoke_mandate(mandate_id=mandate_id, actor=actor(request), at=now())
    messages.success(request, _("授权已收回，从现在起对方不能再代办。"))
    return redirect("portal:mandates")


@require_safe
@public
def help_near_you(request: HttpRequest) -> HttpResponse:
    """Show how to get help: by telephone, at a window, from a relative, from a helper nearby."""
    near = request.GET.get("near", "")[:50]
    return render(request, "portal/help.html", {"helpers": helpers(near), "near": near})


def _done(request: HttpRequest, form: ScopeForm, work: Callable[[], Any]) -> bool:
    """Do it once; what is refused is told at its field."""
    try:
        once(request, work)
    except BadInput as refused:
        for key, problem in refused.errors.items():
            form.add_error(_FIELDS.get(key, key) if _FIELDS.get(key, key) in form.fields else None, in_words(problem))
        return False
    return True


# What the actions call otherwise than the forms.
_FIELDS = {"scope": "items", "agent": "agent_id_number"}


def _principals(caller: Actor) -> list[PartyView]:
    """Return for whom the reader may give a mandate: themselves, and organisations for which they may do everything."""
    return [
        party
        for party in parties_of(caller)
        if (party.kind == "person" and party.id == caller.person_id)
        or (party.kind == "organisation" and caller.organisations.get(party.id, frozenset()) is None)
    ]


def _organisation(text: str) -> int | None:
    """Read for whom the mandate is: nothing for oneself. Raises NotFound for what is no organisation's number."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise NotFound(_("没有这个办事主体。"))
    return int(text)
