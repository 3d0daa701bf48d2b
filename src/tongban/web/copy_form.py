"""What every form of a copy asks: what for, for whom, until when, and which lines of the face."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.kernel.clock import today
from tongban.kernel.queries import parameter
from tongban.licences.queries.views import LicencePage
from tongban.licences.rules.copies import HOLDER_CODE, LONGEST_PURPOSE
from tongban.web.mandate_form import DayInput


class PlainForm(forms.Form):
    """A form as our pages show it: labels without a colon, and the server is what checks."""

    def __init__(self, data: Any = None, **told: Any) -> None:
        super().__init__(data, label_suffix="", use_required_attribute=False, **told)


def _purpose() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("用途"),
        max_length=LONGEST_PURPOSE,
        help_text=gettext_lazy("印在副本的每一页上，例如“办理装修贷款”。"),
    )


def _user_name(*, required: bool = True) -> forms.CharField:
    return forms.CharField(label=gettext_lazy("给谁使用"), max_length=200, required=required)


class CopyForm(PlainForm):
    """A copy that a holder makes; without chosen lines it shows what is not personal."""

    purpose = _purpose()
    user_name = _user_name()
    expires_on = forms.DateField(label=gettext_lazy("有效期至"), widget=DayInput)
    fields_shown = forms.MultipleChoiceField(
        label=gettext_lazy("副本上写明"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("只选用途需要的。都不选时，写明不涉及个人信息的各项。"),
    )

    def __init__(self, licence: LicencePage, data: Any = None) -> None:
        days = dt.timedelta(days=parameter("licence_copy_days"))
        super().__init__(data, initial={"expires_on": today() + days})
        lines = [(line.key, line.label) for line in licence.face]
        person = [(HOLDER_CODE, _("完整的证件号码"))] if licence.holder_kind == "person" else []
        choice: Any = self.fields["fields_shown"]
        choice.choices = [*lines, *person]


class CodeForm(PlainForm):
    """What a code that a holder gives is for."""

    purpose = _purpose()
    user_name = _user_name(required=False)


class ReceiveForm(PlainForm):
    """Whoever comes with a code: of which licence it is, the code, and who they are."""

    about = forms.CharField(
        label=gettext_lazy("证照标识或者证照编号"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label=gettext_lazy("授权码"),
        max_length=12,
        help_text=gettext_lazy("持证人手机上显示的 8 位数字。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    user_name = forms.CharField(label=gettext_lazy("使用单位名称"), max_length=200)
    user_code = forms.CharField(label=gettext_lazy("统一社会信用代码"), max_length=18, required=False)


class ScreenForm(PlainForm):
    """Whoever has read the picture on a holder's screen: what for, and who they are."""

    purpose = _purpose()
    user_name = forms.CharField(label=gettext_lazy("使用单位名称"), max_length=200)
    user_code = forms.CharField(label=gettext_lazy("统一社会信用代码"), max_length=18, required=False)


class OfficeCodeForm(PlainForm):
    """A clerk types the code that the holder says."""

    about = forms.CharField(
        label=gettext_lazy("证照编号、证照标识或者持证人证件号码"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label=gettext_lazy("授权码"),
        max_length=12,
        help_text=gettext_lazy("持证人手机上显示的 8 位数字。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    case_number = forms.CharField(label=gettext_lazy("办件编号"), max_length=50, required=False)


class AskForm(PlainForm):
    """An official asks the holder for a copy."""

    about = forms.CharField(
        label=gettext_lazy("证照标识或者证照编号"),
        max_length=120,
        help_text=gettext_lazy("要输入完整。持证人同意之后才能看到副本。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    purpose = _purpose()
    case_number = forms.CharField(label=gettext_lazy("办件编号"), max_length=50, required=False)
