"""The checks of promises: what is to be verified by when, one of them whole, and what it found."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.cases.actions import begin_verification, verify
from tongban.cases.queries.verifications import verification_list, verification_page
from tongban.kernel.clock import now
from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.forms.base import PickField, TextField
from tongban.web.office.matter_list import ListWords, matter_list
from tongban.web.once import once
from tongban.web.refusals import status_of


class VerifyForm(forms.Form):
    """What the check found; the lawful checks are the action's."""

    outcome = PickField(
        label=gettext_lazy("核查结论"),
        choices=[("kept", gettext_lazy("承诺属实")), ("broken", gettext_lazy("违反承诺"))],
    )
    method = PickField(
        label=gettext_lazy("核查方式"),
        choices=[
            ("data", gettext_lazy("在线核验")),
            ("site", gettext_lazy("现场核查")),
            ("assist", gettext_lazy("部门协查")),
        ],
    )
    companion = forms.CharField(
        label=gettext_lazy("另一名核查人员"),
        help_text=gettext_lazy("现场核查由两名以上工作人员进行。"),
        required=False,
        max_length=100,
    )
    result = TextField(label=gettext_lazy("核查情况"))
    evidence = TextField(label=gettext_lazy("证据"), help_text=gettext_lazy("认定违反承诺时必填。"), rows=3)
    severity = forms.ChoiceField(
        label=gettext_lazy("失信程度"),
        help_text=gettext_lazy("认定违反承诺时，记入信用记录。"),
        choices=[
            ("minor", gettext_lazy("轻微")),
            ("general", gettext_lazy("一般")),
            ("serious", gettext_lazy("严重")),
        ],
        initial="general",
        required=False,
    )

    optional: ClassVar[frozenset[str]] = frozenset()
    conditional: ClassVar[frozenset[str]] = frozenset({"companion", "evidence", "severity"})

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s", label_suffix="", use_required_attribute=False)


WORDS = ListWords(
    heading=gettext_lazy("承诺核查"),
    lead=gettext_lazy("凭告知承诺作出的决定，应当在期限内核查承诺是否属实。"),
    nothing=gettext_lazy("没有待核查的承诺"),
    comes=gettext_lazy("凭承诺作出决定以后，要核查的会出现在这里。"),
)


@require_safe
@official(*DutyKind)
def verifications(request: HttpRequest) -> HttpResponse:
    """List the checks that wait, the soonest due first; all of them when asked for."""
    return matter_list(request, "verifications", verification_list, WORDS)


@require_http_methods(["GET", "HEAD", "POST"])
@official(*DutyKind)
def verification(request: HttpRequest, number: str) -> HttpResponse:
    """Show one check with both texts and what was found; take the finding."""
    caller = actor(request)
    page = verification_page(caller, number, now())
    form = VerifyForm(request.POST if request.method == "POST" else None)
    status, refused_for = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = {**form.cleaned_data, "severity": form.cleaned_data["severity"] or "general"}
            try:
                once(request, lambda: verify(number=number, actor=caller, at=now(), **said).state)
            except NotFound:
                raise
            except Refusal as refused:
                status, refused_for = status_of(refused), _shown(form, refused)
            else:
                messages.success(request, _("核查结果已记录。"))
                return redirect("office:verification", number=number)
    errors = [("", refused_for)] if refused_for else []
    errors += [(f"#{name}", str(problem)) for name, problems in form.errors.items() for problem in problems]
    context = {
        "check": page,
        "form": form,
        "may_verify": any(move.verb == "verify" for move in page.moves),
        "errors": errors,
    }
    return render(request, "office/verification.html", context, status=status)


@require_POST
@official(DutyKind.REVIEWER)
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the check of a case's promise now."""
    caller = actor(request)
    check = once(request, lambda: begin_verification(number=number, actor=caller, at=now()).number)
    messages.success(request, _("已开始核查承诺。"))
    return redirect("office:verification", number=check)


def _shown(form: VerifyForm, refused: Refusal) -> str:
    """Put what the action refused at the fields that it names; return the rest."""
    left = []
    for key, problem in getattr(refused, "errors", {"": refused.reason}).items():
        if key in form.fields:
            form.add_error(key, in_words(problem))
        else:
            left.append(in_words(problem))
    return "；".join(left)
