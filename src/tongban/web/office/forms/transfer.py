"""The form by which a case is transferred to another official or authority."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.cases.queries import receivers
from tongban.web.office.forms.base import PickField, StepForm, TextField

OFFICIAL, AUTHORITY = "official", "authority"


class TransferForm(StepForm):
    action = staticmethod(actions.transfer)
    weight = "other"
    lead = _("移送后由对方继续办理，办理期限照常计算。移送其他机关的，申请人会收到告知单。")
    button = _("确认移送")
    done = _("已移送，经过记入办件日志。")

    receiver = forms.ChoiceField(label=_("移送给"), widget=forms.Select, required=False)
    ground = PickField(
        label=_("事由"),
        choices=[
            ("workload", _("工作调配")),
            ("recusal", _("回避")),
            ("powers_moved", _("职权划转")),
            ("competence", _("不属本机关职权")),
        ],
    )
    reason = TextField(label=_("理由"), help_text=_("写给接办的人；移送其他机关的，会印在给申请人的告知单上。"), rows=3)

    def prepare(self) -> None:
        """Offer who could take the case over."""
        able = receivers(self.page.viewer, self.page.number, self.today)
        groups: list[Any] = [("", gettext("请选择"))]
        if able.officials:
            people = sorted(able.officials.items(), key=lambda one: one[1])
            groups.append((gettext("本机关人员"), [(f"{OFFICIAL}:{pk}", name) for pk, name in people]))
        if able.authorities:
            others = able.authorities.items()
            groups.append((gettext("其他机关"), [(f"{AUTHORITY}:{pk}", name) for pk, name in others]))
        field = self.fields["receiver"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = groups

    def values(self) -> dict[str, Any]:
        """Say to whom as the action asks it: an official or an authority."""
        kind, _colon, pk = self.cleaned_data["receiver"].partition(":")
        whom = {f"{kind}_id": int(pk)} if kind in (OFFICIAL, AUTHORITY) else {}
        return {"ground": self.cleaned_data["ground"], "reason": self.cleaned_data["reason"], **whom}

    @property
    def next_url(self) -> str:
        """Lead to the inbox when the case is another authority's now."""
        if self.cleaned_data["receiver"].startswith(AUTHORITY):
            return reverse("office:inbox")
        return super().next_url
