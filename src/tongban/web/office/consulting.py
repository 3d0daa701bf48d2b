"""Reading somebody's licence in the office: exactly named, for a purpose that is said, noted for the holder."""

import functools
from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.licences.actions.copies.consult import PurposeMissing, consult, find_licences
from tongban.licences.queries.views import LicencePage
from tongban.licences.rules.copies import LONGEST_PURPOSE
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words


class ConsultForm(forms.Form):
    """What is looked for, exactly, and what for."""

    about = forms.CharField(
        label=gettext_lazy("证照标识、证照编号或者持证人证件号码"),
        max_length=120,
        help_text=gettext_lazy("要输入完整，不能按姓名或者部分号码查找；不制证的人员只能按证照标识查找。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label=gettext_lazy("查阅用途"),
        max_length=LONGEST_PURPOSE,
        help_text=gettext_lazy("持证人能看到谁在什么时候为什么查阅。"),
    )


class PurposeForm(forms.Form):
    """What for."""

    purpose = forms.CharField(
        label=gettext_lazy("查阅用途"),
        max_length=LONGEST_PURPOSE,
        help_text=gettext_lazy("持证人能看到谁在什么时候为什么查阅。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.ISSUER, DutyKind.DECIDER)
def find(request: HttpRequest) -> HttpResponse:
    """Find licences by their exact name; what is typed travels in the body, never in an address."""
    posted = request.POST if request.method == "POST" else None
    form = ConsultForm(posted, label_suffix="", use_required_attribute=False)
    found: list[LicencePage] | None = None
    if form.is_valid():
        caller, at = actor(request), now()
        try:
            names = find_licences(**form.cleaned_data, actor=caller, at=at)
            if len(names) == 1:
                return redirect("office:licence", identifier=names[0])
            found = [consult(identifier=name, actor=caller, at=at) for name in names]
        except BadInput as refused:
            for field, problem in refused.errors.items():
                form.add_error(field, in_words(problem))
    context = {"form": form, "found": found}
    return render(request, "office/consult.html", context, status=422 if form.errors else 200)


def ask_purpose(request: HttpRequest) -> HttpResponse:
    """Ask what an official reads a licence for; the page that asked takes the answer."""
    posted = request.POST if request.method == "POST" else None
    form = PurposeForm(posted, label_suffix="", use_required_attribute=False)
    return render(request, "office/consult_purpose.html", {"form": form}, status=422 if form.errors else 200)


def consulted(request: HttpRequest, identifier: str) -> LicencePage:
    """Return a licence for the official, noting the purpose that they typed. Raises PurposeMissing, NotFound."""
    return consult(
        identifier=identifier,
        purpose=request.POST.get("purpose", "") if request.method == "POST" else "",
        case_number=request.GET.get("case", "")[:50],
        actor=actor(request),
        at=now(),
    )


def reads_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead to the page of the licence, which asks what for, whoever would take a step on one they have not read."""

    @functools.wraps(view)
    def led(request: HttpRequest, identifier: str, **told: str) -> HttpResponse:
        try:
            return view(request, identifier, **told)
        except PurposeMissing:
            return redirect("office:licence", identifier=identifier)

    return led


__all__ = ["PurposeMissing", "ask_purpose", "consulted", "find", "reads_first"]
