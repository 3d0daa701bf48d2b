"""Forms of what is sent out and finished on the spot."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.web.office.forms.base import PickField, StepForm, TextField


class DispatchForm(StepForm):
    action = staticmethod(actions.dispatch)
    lead = _("登记结果已经发出。窗口领取会生成只有申请人能看到的取件码；邮寄的没有单号时由系统编号。")
    button = _("确认发出")
    done = _("已登记发出，申请人可以在办件页面看到取件码或者快递单号。")
    panel = "office/panels/deliver.html"
    optional = frozenset({"receiver", "courier", "tracking_number"})

    mode = PickField(
        label=_("怎样送达"),
        choices=[("window", _("窗口领取")), ("post", _("邮寄送达")), ("notice", _("公告送达"))],
        notes={"window": _("取件码在规定天数内有效"), "notice": _("受送达人下落不明，或者其他方式无法送达的")},
    )
    receiver = forms.CharField(label=_("收件人"), help_text=_("不填时为申请人。"), required=False, max_length=200)
    courier = forms.CharField(label=_("快递公司"), required=False, max_length=60)
    tracking_number = forms.CharField(label=_("快递单号"), required=False, max_length=60)


class DeliverForm(StepForm):
    action = staticmethod(actions.deliver)
    weight = "main"
    lead = _("记录结果怎样送达、交给了谁。送达后生成送达回证，送达期限停止计算。")
    button = _("确认送达")
    done = _("已记录送达，送达回证已生成。")
    panel = "office/panels/deliver.html"
    conditional = frozenset({"receiver", "code", "identity"})

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
    code = forms.CharField(
        label=_("取件码"),
        help_text=_("窗口领取时请申请人出示。"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    identity = forms.CharField(
        label=_("查验的证件"), help_text=_("没有取件码时写明查验了什么证件。"), required=False, max_length=100
    )

    def prepare(self) -> None:
        """Begin with the way in which the result was sent out."""
        if self.page.delivery is not None:
            self.fields["mode"].initial = self.page.delivery.mode
            self.fields["receiver"].initial = self.page.delivery.receiver


class FinishAtOnceForm(StepForm):
    action = staticmethod(actions.finish_at_once)
    weight = "main"
    lead = _("即办件一次办完：受理、决定、制证、送达各自留下记录，生成各自的文书。")
    button = _("当场办结")
    done = _("已当场办结，文书和结果已送达。")
    optional = frozenset({"conditions"})
    conditional = frozenset({"reasons", "receiver", "identity"})

    outcome = PickField(
        label=_("决定"),
        choices=[("granted", _("准予")), ("refused", _("不予许可"))],
        notes={"refused": _("必须说明理由，决定书会告知复议和诉讼的权利（第三十八条第二款）")},
    )
    conditions = TextField(label=_("许可条件"), help_text=_("准予时附带的条件，会印在决定书和证照上。"), rows=2)
    reasons = TextField(label=_("理由"), help_text=_("不予许可时必填；准予时可以写明审查结论。"), rows=2)
    mode = PickField(label=_("送达方式"), choices=[("space", _("电子送达（申请人空间）")), ("window", _("窗口领取"))])
    receiver = forms.CharField(label=_("签收人"), help_text=_("窗口领取时必填。"), required=False, max_length=200)
    identity = forms.CharField(
        label=_("查验的证件"), help_text=_("窗口领取时写明查验了什么证件。"), required=False, max_length=100
    )

    def prepare(self) -> None:
        """Expect what mostly happens: granted, and delivered into the applicant's space."""
        self.fields["outcome"].initial = "granted"
        self.fields["mode"].initial = "space"

    def field_of(self, key: str) -> str:
        """Show at the document what is said of the code: who stands at the window has none yet."""
        return {"code": "identity"}.get(key, key)
