"""The form by which a window hands in what was deferred, for an applicant who brings it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.cases.queries.case_promises import case_promises
from tongban.kernel.clock import now
from tongban.web.office.forms.base import PickField, StepForm


class SupplyDeferredForm(StepForm):
    action = staticmethod(actions.supply_deferred)
    weight = "other"
    lead = _("申请人把容缺的材料带到窗口的，扫描或拍照后在这里补交；全部补齐后，补交期限停止计算。")
    button = _("确认补交")
    done = _("已收到补交的材料。")

    material_code = PickField(label=_("补交哪一项"), choices=())
    file = forms.FileField(label=_("文件"), required=False)

    def prepare(self) -> None:
        """Offer what is still owed."""
        promises = case_promises(self.page.viewer, self.page.number, now())
        field = self.fields["material_code"]
        assert isinstance(field, PickField)
        field.choices = [(each.code, each.name) for each in promises.deferred if each.code in promises.owed]
        if len(promises.owed) == 1:
            field.initial = next(iter(promises.owed))

    def values(self) -> dict[str, Any]:
        """Take a missing file as an empty one, which the action refuses."""
        upload = self.cleaned_data.get("file")
        return {
            "material_code": self.cleaned_data.get("material_code") or "",
            "name": upload.name if upload else "",
            "data": upload.read() if upload else b"",
        }

    def field_of(self, key: str) -> str:
        """Show what is wrong with the file at the file."""
        return key if key in self.fields else "file"
