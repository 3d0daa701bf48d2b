"""Copies of my licence: made by me, allowed by a code or a picture, asked of me; and who used it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.kernel.pdf import qr_svg
from tongban.licences import queries
from tongban.licences.actions.copies import answer_request, give_code, make_copy, show_screen, take_back
from tongban.licences.actions.copies.fetch import fetch_copy
from tongban.licences.queries.copies import copies_of_licence
from tongban.licences.queries.uses import uses_of_licence
from tongban.web.copy_form import CodeForm, CopyForm, PlainForm
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.files import handed_out
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.paging import page_number


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def copies(request: HttpRequest, identifier: str) -> HttpResponse:
    """List the copies and what is asked, and make a copy from what is posted."""
    caller = actor(request)
    licence = queries.licence(caller, identifier)
    form = CopyForm(licence, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data

        def work() -> str:
            return make_copy(
                identifier=identifier,
                purpose=given["purpose"],
                user_name=given["user_name"],
                expires_on=given["expires_on"],
                fields=given["fields_shown"] or None,
                actor=caller,
                at=now(),
            ).number

        try:
            number = once(request, work)
            messages.success(request, _("副本已出具，可以下载后交给对方。"))
            return redirect(f"{request.path}#copy-{number}")
        except BadInput as refused:
            _add(form, refused)
    return _page(request, identifier, {"form": form, "code_form": CodeForm()})


@require_POST
@signed_in
def code(request: HttpRequest, identifier: str) -> HttpResponse:
    """Give a code and show it this once; pressed again it gives another, and the one before ends."""
    form = CodeForm(request.POST)
    caller = actor(request)
    licence = queries.licence(caller, identifier)
    if form.is_valid():
        try:
            given = give_code(identifier=identifier, **form.cleaned_data, actor=caller, at=now())
            context = {"licence": licence, "given": given, "purpose": form.cleaned_data["purpose"], "tab": "licences"}
            return render(request, "portal/my/licence_code.html", context)
        except BadInput as refused:
            _add(form, refused)
    return _page(request, identifier, {"form": CopyForm(licence), "code_form": form})


@require_safe
@signed_in
def show(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show the picture that somebody reads; loading the page again shows a fresh one."""
    caller = actor(request)
    licence = queries.licence(caller, identifier)
    screen = show_screen(identifier=identifier, actor=caller, at=now())
    picture = qr_svg(f"{settings.PUBLIC_URL}/verify/show/{screen.token}", scaled=True)
    context = {"licence": licence, "screen": screen, "picture": picture, "tab": "licences"}
    return render(request, "portal/my/licence_screen.html", context)


@require_POST
@signed_in
def answer(request: HttpRequest, identifier: str, request_id: int) -> HttpResponse:
    """Approve or decline what was asked."""
    approve = request.POST.get("answer") == "approve"

    def work() -> bool:
        return answer_request(request_id=request_id, approve=approve, actor=actor(request), at=now()) is not None

    made = once(request, work)
    messages.success(request, _("已同意，副本已经交给对方。") if made else _("已拒绝，没有出具副本。"))
    return redirect("portal:licence-copies", identifier=identifier)


@require_POST
@signed_in
def end(request: HttpRequest, identifier: str, number: str) -> HttpResponse:
    """Take a copy back."""

    def work() -> None:
        take_back(number=number, actor=actor(request), at=now())

    once(request, work)
    messages.success(request, _("副本已收回，今后核验会显示失效。"))
    return redirect("portal:licence-copies", identifier=identifier)


@require_safe
@signed_in
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the file of a copy to who holds the licence."""
    return handed_out(fetch_copy(number=number, actor=actor(request), at=now()))


@require_safe
@signed_in
def uses(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show who used the licence."""
    caller = actor(request)
    found = uses_of_licence(caller, identifier, page_number(request.GET.get("page")))
    context = {"licence": queries.licence(caller, identifier), "uses": found, "tab": "licences"}
    return render(request, "portal/my/licence_uses.html", context)


def _page(request: HttpRequest, identifier: str, forms: dict[str, Any]) -> HttpResponse:
    caller = actor(request)
    context = {
        "licence": queries.licence(caller, identifier),
        "found": copies_of_licence(caller, identifier, now()),
        "tab": "licences",
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "portal/my/licence_copies.html", context, status=422 if wrong else 200)


def _add(form: PlainForm, refused: BadInput) -> None:
    for field, problem in refused.errors.items():
        form.add_error(field if field in form.fields else None, in_words(problem))
