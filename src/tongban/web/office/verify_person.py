"""At the window: confirm who somebody is by their identity document, so that they can apply online."""

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
from tongban.parties.actions import verify_person as confirm
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.id_kind import LONGEST_WRITTEN, IdKindField
from tongban.web.language import in_words
from tongban.web.once import once


class CardForm(forms.Form):
    """What is read off the identity document, and the account that the person has or wants."""

    id_kind = IdKindField()
    id_number = forms.CharField(label=gettext_lazy("证件号码"), max_length=LONGEST_WRITTEN)
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=100)
    phone = forms.CharField(label=gettext_lazy("手机号码"), max_length=20)
    username = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=150,
        help_text=gettext_lazy("本人已有账号的，填他的用户名；没有的，填他要用的用户名。"),
    )
    email = forms.EmailField(
        label=gettext_lazy("电子邮箱"), help_text=gettext_lazy("新开的账号用它设置密码。"), required=False
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s", label_suffix="", use_required_attribute=False)


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.CLERK)
def verify_person(request: HttpRequest) -> HttpResponse:
    """Take down what the document says; a name or a number that does not fit is told at its field."""
    form = CardForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        caller, said = actor(request), dict(form.cleaned_data)
        try:
            once(request, lambda: confirm(**said, actor=caller, at=now()))
        except BadInput as refused:
            for key, problem in refused.errors.items():
                form.add_error(key if key in form.fields else None, in_words(problem))
        else:
            messages.success(request, _("%(name)s 的身份已核实。") % {"name": said["name"]})
            return redirect("office:verify-person")
    return render(request, "office/verify_person.html", {"form": form}, status=422 if form.errors else 200)
