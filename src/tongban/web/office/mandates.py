"""At the window: record a mandate that somebody signed on paper, who has no account or no telephone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.actions import record_mandate
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.mandate_form import LONGEST_NUMBER, AgentForm, terms_of
from tongban.web.once import once

_FIELDS = {"scope": "items"}


class PaperForm(AgentForm):
    """What is read off the signed form, and its scan."""

    principal_name = forms.CharField(label=gettext_lazy("委托人的姓名或者单位名称"), max_length=200)
    principal_code = forms.CharField(
        label=gettext_lazy("委托人的身份号码或者统一社会信用代码"), max_length=LONGEST_NUMBER
    )
    paper = forms.FileField(
        label=gettext_lazy("签字的授权委托书（扫描件或者照片）"),
        help_text=gettext_lazy("PDF、PNG 或者 JPG，最多 10 兆。"),
        widget=forms.FileInput,
    )
    agent_signed = forms.BooleanField(label=gettext_lazy("代办人也在这份委托书上签了字"), required=False)

    field_order: tuple[str, ...] = (
        "principal_name",
        "principal_code",
        "agent_name",
        "agent_id_number",
        "helper",
        "reach",
        "items",
        "authorities",
        "starts_on",
        "ends_on",
        "paper",
        "agent_signed",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.CLERK)
def record(request: HttpRequest) -> HttpResponse:
    """Take down what the signed form says; what does not fit is told at its field."""
    near = request.GET.get("near", "")[:50]
    form = PaperForm(*((request.POST, request.FILES) if request.method == "POST" else ()), near=near)
    if form.is_valid():
        caller, said = actor(request), form.cleaned_data
        paper = said["paper"]
        data: dict[str, Any] = {
            **form.agent(),
            **terms_of(form),
            "principal_name": said["principal_name"],
            "principal_code": said["principal_code"],
            "agent_signed": said["agent_signed"],
            "paper": paper.read(),
            "paper_name": paper.name or "",
        }
        try:
            once(request, lambda: record_mandate(**data, actor=caller, at=now()))
        except BadInput as refused:
            for key, problem in refused.errors.items():
                field = _FIELDS.get(key, key)
                form.add_error(field if field in form.fields else None, in_words(problem))
        else:
            told = (
                _("纸质授权已登记，即时生效，已通知委托人。")
                if said["agent_signed"]
                else _("纸质授权已登记，已通知委托人；代办人用自己的账号同意之后生效。")
            )
            messages.success(request, told)
            return redirect("office:record-mandate")
    return render(
        request, "office/record_mandate.html", {"form": form, "near": near}, status=422 if form.errors else 200
    )
