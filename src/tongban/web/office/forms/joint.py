"""Forms of the lead and the head: ask an authority once more, ask for an extension and approve it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.kernel.queries import parameter
from tongban.web.office.forms.base import PickField, StepForm, TextField
from tongban.web.office.previews import ExtensionPreview, extension_preview


class AskAgainForm(StepForm):
    action = staticmethod(actions.ask_again)
    lead = _("每个环节只能再请部门审查一次；原来的意见保留，办理期限照常计算。")
    button = _("请重新审查")
    done = _("已请部门重新审查，它的收件箱里已经能看到此件。")

    step_code = PickField(label=_("请哪个环节重新审查"), choices=())
    asked = TextField(label=_("要重新审查什么"), help_text=_("部门会看到：新的情况、要回答的问题。"))

    def prepare(self) -> None:
        """Offer the steps that have their first opinion."""
        field = self.fields["step_code"]
        assert isinstance(field, PickField)
        given = [each for each in self.page.reviews if each.review.given_at and each.review.round == 1]
        again = {each.code for each in self.page.reviews if each.review.round > 1}
        open_to = [each for each in given if each.code not in again]
        field.choices = [(each.code, each.review.name) for each in open_to]
        field.notes = {each.code: f"{each.authority}：{gettext(each.review.get_opinion_display())}" for each in open_to}


class RequestExtensionForm(StepForm):
    action = staticmethod(actions.request_extension)
    preview_part = "office/parts/extension_preview.html"
    lead = _("每件只能延期一次，由负责人在原期限届满之前批准；批准之前期限照常计算。")
    button = _("申请延期")
    done = _("已申请延期，等待负责人批准。")

    days = forms.IntegerField(
        label=_("延长时间"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
    )
    reason = TextField(label=_("延期的理由"), help_text=_("写进延期告知书，申请人会看到。"))

    def prepare(self) -> None:
        """Say how long the law allows."""
        item, days = self.page.item, self.fields["days"]
        key = "legal_extension_joint" if item.joint else "legal_extension"
        most = parameter(key, item.region_code, self.today)
        days.widget.attrs["max"] = most
        days.help_text = gettext("1 到 {most} 个工作日。").format(most=most)

    def values(self) -> dict[str, Any]:
        """Take a missing number of days as none, which the action refuses."""
        return {**self.cleaned_data, "days": self.cleaned_data.get("days") or 0}

    @property
    def preview(self) -> ExtensionPreview | None:
        """What the days typed so far would mean for the legal due day."""
        typed = str(self["days"].value() or "")
        known = typed.isascii() and typed.isdigit() and len(typed) < 4
        return extension_preview(self.page, int(typed)) if known else None


class ExtendForm(StepForm):
    action = staticmethod(actions.extend)
    weight = "main"
    lead = _("批准后生成延期告知书，把理由和新的期限告知申请人。")
    button = _("批准延期")
    done = _("已批准延期，延期告知书已送达申请人空间。")
    panel = "office/panels/extend.html"

    @property
    def extension(self) -> ExtensionPreview | None:
        """The legal due day as it would be."""
        asked = next((each.proposal for each in self.page.proposals if each.kind == "extension" and each.is_open), None)
        return extension_preview(self.page, int(asked.facts["days"])) if asked else None
