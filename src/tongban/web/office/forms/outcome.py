"""Forms of the result: decide, make the licence, deliver, close."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.web.office.forms.base import PickField, StepForm, TextField


class DecideForm(StepForm):
    action = staticmethod(actions.decide)
    weight = "main"
    lead = _("决定作出后不能更改，决定书即时生成；送达期限为十个工作日。")
    button = _("作出决定")
    done = _("决定已作出，决定书已生成。")
    panel = "office/panels/decide.html"
    optional = frozenset({"conditions"})
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

    def prepare(self) -> None:
        """Begin with the conditions under which the authorities agreed."""
        self.fields["conditions"].initial = self.page.conditions


class IssueForm(StepForm):
    action = staticmethod(actions.issue)
    weight = "main"
    lead = _("确认后生成带电子签名和二维码的证照，并记入证照登记簿。")
    button = _("确认制证")
    done = _("证照已制作并签名。")
    panel = "office/panels/issue.html"


class DeliverForm(StepForm):
    action = staticmethod(actions.deliver)
    weight = "main"
    lead = _("记录结果怎样送达、交给了谁。送达后生成送达回证，送达期限停止计算。")
    button = _("确认送达")
    done = _("已记录送达，送达回证已生成。")
    panel = "office/panels/deliver.html"
    conditional = frozenset({"receiver"})

    mode = PickField(
        label=_("送达方式"),
        choices=[
            ("space", _("电子送达（申请人空间）")),
            ("window", _("窗口领取")),
            ("post", _("邮寄送达")),
            ("notice", _("公告送达")),
        ],
        notes={"space": _("申请人登录后在“我的空间”即可取得，不用填写签收人")},
    )
    receiver = forms.CharField(
        label=_("签收人"),
        help_text=_("窗口领取、邮寄或公告送达时必填。"),
        required=False,
        max_length=200,
    )


class CloseForm(StepForm):
    action = staticmethod(actions.close)
    weight = "main"
    lead = _("归档后此件只能查看，不能再办理。")
    button = _("确认办结归档")
    done = _("此件已办结归档。")
    panel = "office/panels/close.html"
