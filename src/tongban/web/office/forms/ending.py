"""Forms of what ends a case before its decision, and of saying no to what was proposed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.web.office.forms.base import PickField, StepForm, TextField


class ConfirmWithdrawalForm(StepForm):
    action = staticmethod(actions.confirm_withdrawal)
    lead = _("确认后此件不再办理，撤回确认书送给申请人。")
    button = _("确认撤回")
    done = _("已确认撤回，撤回确认书已送达申请人空间。")
    panel = "office/panels/proposal.html"


class TerminateForm(StepForm):
    action = staticmethod(actions.terminate)
    weight = "grave"
    lead = _("终止后此件不再办理，终止通知书送给申请人；申请人可以重新申请。")
    button = _("终止办理")
    done = _("已终止办理，终止通知书已送达申请人空间。")
    conditional = frozenset({"basis"})

    ground = PickField(
        label=_("终止情形"),
        choices=[
            ("correction_unanswered", _("逾期没有补正")),
            ("subject_ceased", _("申请人死亡、丧失行为能力或者依法终止")),
            ("deferral_lapsed", _("逾期没有补交容缺的材料")),
            ("false_promise", _("所作的告知承诺不实")),
            ("other_statutory", _("法律、法规规定的其他情形")),
        ],
        notes={"correction_unanswered": _("补正期限过后才可以；系统也会自动终止")},
    )
    basis = forms.CharField(
        label=_("法律依据"),
        help_text=_("其他情形时必填：写明法律、法规的名称和条文。"),
        required=False,
        max_length=300,
    )
    reason = TextField(label=_("理由"), help_text=_("写进终止通知书，申请人会看到。"))


class ProposeVoidingForm(StepForm):
    action = staticmethod(actions.propose_voiding)
    weight = "grave"
    lead = _("只用于登记错误，例如重复收件、录错申请人。由监督部门批准；批准之前，办理照常进行。")
    button = _("申请作废")
    done = _("已申请作废，等待监督部门批准。")

    reason = TextField(label=_("登记有什么错误"), help_text=_("写进作废说明。"))


class VoidForm(StepForm):
    action = staticmethod(actions.void)
    weight = "grave"
    lead = _("批准后此件作废，作废说明送给申请人，并记入监察预警。")
    button = _("批准作废")
    done = _("已批准作废，作废说明已生成。")
    panel = "office/panels/proposal.html"


class DeclineForm(StepForm):
    action = staticmethod(actions.decline)
    lead = _("不同意所提请的事项，此件照原来的环节继续办理。")
    button = _("不同意")
    done = _("已答复提请人，此件继续办理。")
    panel = "office/panels/proposal.html"

    kind = PickField(label=_("答复哪一项"), choices=[])
    answer = TextField(label=_("不同意的理由"), help_text=_("不予受理没有被同意的，窗口应当受理或者一次性告知补正。"))

    def prepare(self) -> None:
        """Offer what is open to the official; where there is but one, it is not asked."""
        field = self.fields["kind"]
        assert isinstance(field, PickField)
        open_ones = [line for line in self.page.proposals if line.is_mine]
        field.choices = [(line.kind, _(line.label)) for line in open_ones]
        if len(open_ones) < 2:
            field.widget = forms.HiddenInput()
            field.initial = open_ones[0].kind if open_ones else ""
