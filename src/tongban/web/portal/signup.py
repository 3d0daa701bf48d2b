"""Registering a person: the account and the real name behind it."""

from typing import Any

from allauth.account.forms import SignupForm as AccountSignupForm
from allauth.account.utils import setup_user_email
from allauth.account.views import SignupView
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.actions import register_person
from tongban.web.doorkeeper import public
from tongban.web.id_kind import LONGEST_WRITTEN, IdKindField

_FIELD_OF = {"password": "password1"}


class SignupForm(AccountSignupForm):
    """The account's fields with the person's name, identity number and phone."""

    name = forms.CharField(
        label=_("姓名"),
        max_length=100,
        help_text=_("与身份证件上的一致。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    id_kind = IdKindField(help_text=_("18 位的外国人永久居留身份证、港澳台居民居住证选“居民身份证”。"))
    id_number = forms.CharField(
        label=_("证件号码"),
        max_length=LONGEST_WRITTEN,
        help_text=_("用来带出政府已有的信息，页面上只显示头尾几位。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("手机号码"),
        max_length=20,
        help_text=_("有需要您办的事时，用它通知您。"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    field_order = ["name", "id_kind", "id_number", "phone", "username", "email", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["username"].help_text = _("登录时用，可以是字母、数字或汉字。")
        self.fields["email"].label = _("电子邮箱")
        self.fields["email"].help_text = _("忘记密码时，用它找回账号。")
        self.fields["password1"].label = _("密码")
        self.fields["password1"].help_text = _("至少 10 个字符，不能全是数字，也不要用常见的密码。")
        self.fields["password2"].label = _("再输一次密码")

    def save(self, request: HttpRequest) -> AbstractBaseUser:
        """Register the person; raises BadInput with an error per field when that is refused."""
        given = self.cleaned_data
        account = register_person(
            username=given["username"],
            email=given["email"],
            password=given["password1"],
            name=given["name"],
            id_kind=given["id_kind"],
            id_number=given["id_number"],
            phone=given["phone"],
            at=now(),
        )
        setup_user_email(request, account, [])
        return account


class Signup(SignupView):
    """The sign-up page; what the register refuses is shown at its field."""

    def form_valid(self, form: SignupForm) -> HttpResponse:
        """Register, sign in and go on; or show what is wrong."""
        try:
            answer: HttpResponse = super().form_valid(form)
        except BadInput as refused:
            for key, problem in refused.errors.items():
                form.add_error(_FIELD_OF.get(key, key), problem)
            answer = self.form_invalid(form)
        return answer


signup = public(Signup.as_view())
