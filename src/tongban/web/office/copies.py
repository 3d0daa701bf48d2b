"""Copies of licences in the office: for the code that a holder says, for a request, for a case; never by browsing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.cases.actions.review.call_up_copy import call_up_copy
from tongban.cases.queries import case_page
from tongban.cases.queries.callable_licences import callable_licences
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput, Refusal
from tongban.licences.actions.copies import ask_for_copy, check_code, copy_by_code
from tongban.licences.actions.copies.fetch import fetch_copy, view_copy
from tongban.licences.queries.copies import requests_of_office
from tongban.parties.rules.actor import DutyKind
from tongban.web.copy_form import AskForm, OfficeCodeForm, PlainForm
from tongban.web.doorkeeper import actor, official
from tongban.web.files import handed_out
from tongban.web.language import in_words
from tongban.web.once import once

SHOWN = dt.timedelta(days=90)
MAY = (DutyKind.CLERK, DutyKind.REVIEWER, DutyKind.DECIDER, DutyKind.ISSUER)


@require_http_methods(["GET", "HEAD", "POST"])
@official(*MAY)
def receive(request: HttpRequest) -> HttpResponse:
    """Take the code that a holder says, and go to the copy that it gives."""
    form = OfficeCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given, caller = form.cleaned_data, actor(request)
        try:
            # Counted apart, so that the refusal of the copy does not undo the count.
            check_code(about=given["about"], code=given["code"], actor=caller, at=now())
            number = once(request, lambda: copy_by_code(**given, actor=caller, at=now()).number)
            return redirect("office:copy", number=number)
        except Refusal as refused:
            _add(form, refused)
    return _page(request, form, AskForm())


@require_POST
@official(*MAY)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the holder for a copy."""
    form = AskForm(request.POST)
    if form.is_valid():
        caller = actor(request)
        try:
            once(request, lambda: ask_for_copy(**form.cleaned_data, actor=caller, at=now()))
            messages.success(request, _("申请已发给持证人，同意之后在本页取得副本。"))
            return redirect("office:copies")
        except Refusal as refused:
            _add(form, refused)
    return _page(request, OfficeCodeForm(), form)


@require_safe
@official(*MAY)
def copy(request: HttpRequest, number: str) -> HttpResponse:
    """Show what a copy is for and until when; seeing it is noted."""
    found = view_copy(number=number, actor=actor(request), at=now())
    return render(request, "office/copy.html", {"copy": found})


@require_safe
@official(*MAY)
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the file of a copy; reading it is noted."""
    return handed_out(fetch_copy(number=number, actor=actor(request), at=now()))


@require_http_methods(["GET", "HEAD", "POST"])
@official(*MAY)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """List the kinds of licences that the case's item takes in the place of papers; call one up on the item's basis."""
    caller = actor(request)
    if request.method == "POST":
        identifier = request.POST.get("licence", "")[:120]
        made = once(request, lambda: call_up_copy(number=number, identifier=identifier, actor=caller, at=now()).number)
        return redirect("office:copy", number=made)
    context = {"case": case_page(caller, number, now()), "found": callable_licences(caller, number, now())}
    return render(request, "office/case_licences.html", context)


def _page(request: HttpRequest, form: PlainForm, ask_form: PlainForm) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "ask_form": ask_form,
        "asked": requests_of_office(actor(request), since=now() - SHOWN),
    }
    wrong = bool(form.errors or ask_form.errors)
    return render(request, "office/copies.html", context, status=422 if wrong else 200)


def _add(form: PlainForm, refused: Refusal) -> None:
    if not isinstance(refused, BadInput):
        form.add_error(None, refused.reason)
        return
    for field, problem in refused.errors.items():
        form.add_error(field if field in form.fields else None, in_words(problem))
