"""Forms of the result: decide, make the licence, close."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.cases.queries.lists import withholding_grounds
from tongban.web.office.forms.base import PickField, PickManyField, StepForm, TextField


class DecideForm(StepForm):
    action = staticmethod(actions.decide)
    weight = "main"
    lead = _("决定作出后不能更改，决定书即时生成；送达期限为十个工作日。")
    button = _("作出决定")
    done = _("决定已作出，决定书已生成。")
    panel = "office/panels/decide.html"
    optional = frozenset({"conditions", "withheld_for", "withheld_parts"})
    conditional = frozenset({"reasons"})

    outcome = PickField(
        label=_("决定"),
        choices=[("granted", _("准予")), ("refused", _("不予许可"))],
        notes={
            "granted": _("符合法定条件、标准的，应当准予（行政许可法第三十八条第一款）"),
            "refused": _("必须说明理由，决定书会告知复议和诉讼的权利（第三十八条第二款）"),
        },
    )
    conditions = TextField(label=_("许可条件"), help_text=_("准予时附带的条件，会印在决定书和证照上。"), rows=3)
    reasons = TextField(label=_("理由"), help_text=_("不予许可时必填；准予时可以写明审查结论。"))

    withheld_for = PickField(label=_("有没有不能公开的内容"), choices=())
    withheld_parts = PickManyField(
        label=_("不公开的部分"),
        choices=[
            ("applicant", _("被许可人")),
            ("subject", _("事项名称")),
            ("conditions", _("许可条件")),
            ("reasons", _("理由")),
            ("licence", _("证照标识")),
            ("all", _("全部")),
        ],
    )

    def prepare(self) -> None:
        """Begin with the conditions under which the authorities agreed, and with everything published."""
        self.fields["conditions"].initial = self.page.conditions
        grounds = withholding_grounds(self.page.item.region_code, self.today)
        english = get_language() == "en"
        field = self.fields["withheld_for"]
        assert isinstance(field, PickField)
        field.choices = [("", _("没有，全部公开"))]
        field.choices += [(code, each.label_en if english else each.label) for code, each in grounds.items()]

    def values(self) -> dict[str, Any]:
        """Return the parts that are not published, each with the one ground that was chosen."""
        said = dict(self.cleaned_data)
        ground, parts = said.pop("withheld_for"), said.pop("withheld_parts")
        return {**said, "withheld": dict.fromkeys(parts or (["all"] if ground else []), ground)}

    def field_of(self, key: str) -> str:
        """Show at the ground what is said of the parts."""
        return {"withheld": "withheld_for"}.get(key, key)


class IssueForm(StepForm):
    action = staticmethod(actions.issue)
    weight = "main"
    lead = _("确认后生成带电子签名和二维码的证照，并记入证照登记簿。")
    button = _("确认制证")
    done = _("证照已制作并签名。")
    panel = "office/panels/issue.html"


class CloseForm(StepForm):
    action = staticmethod(actions.close)
    weight = "main"
    lead = _("归档后此件只能查看，不能再办理。")
    button = _("确认办结归档")
    done = _("此件已办结归档。")
    panel = "office/panels/close.html"
