"""Forms of the window beside acceptance: pre-review, receipt, corrections handed in there, what it refers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.web.office.forms.base import PickField, StepForm, TextField

GROUNDS = [("not_required", _("依法不需要取得许可")), ("not_competent", _("不属于本机关职权范围"))]
GROUND_NOTES = {
    "not_required": _("行政许可法第三十二条第一款第（一）项：即时告知申请人不受理"),
    "not_competent": _("行政许可法第三十二条第一款第（二）项：即时决定不予受理，并告知有权机关"),
}


class CompetentAuthorityField(forms.CharField):
    """Where the applicant should have applied."""

    def __init__(self) -> None:
        super().__init__(
            label=_("有权受理的行政机关"),
            help_text=_("不属于本机关职权范围时必填：写明申请人应当去哪里申请。"),
            required=False,
            max_length=200,
        )


class BeginPreReviewForm(StepForm):
    action = staticmethod(actions.begin_pre_review)
    lead = _("预审由您负责，申请人看到“预审中”。受理答复期限照常计算，不因预审停止。")
    button = _("开始预审")
    done = _("已开始预审。")


class ReceiveForm(StepForm):
    action = staticmethod(actions.receive)
    lead = _("确认收到申请材料，生成收件回执送给申请人。受理答复期限照常计算。")
    button = _("确认收件")
    done = _("已收件，收件回执已送达申请人空间。")


class CorrectForm(StepForm):
    action = staticmethod(actions.correct)
    lead = _("申请人到窗口补正的，先把补正的材料扫描上传，再在这里提交。提交后受理答复期限重新计算。")
    button = _("提交补正")
    done = _("补正已提交。")


class ProposeRefusalForm(StepForm):
    action = staticmethod(actions.propose_refusal)
    weight = "grave"
    lead = _("窗口不能自行不予受理。写明情形和理由，系统把此件转给主管部门决定；受理答复期限照常计算。")
    button = _("提请部门决定")
    done = _("已提请主管部门决定，转办单已生成。")
    conditional = frozenset({"competent_authority"})

    ground = PickField(label=_("拟不予受理的法定情形"), choices=GROUNDS, notes=GROUND_NOTES)
    competent_authority = CompetentAuthorityField()
    reason = TextField(label=_("理由"), help_text=_("写进转办单，主管部门据此决定。"))


class RefuseAcceptanceForm(StepForm):
    action = staticmethod(actions.refuse_acceptance)
    weight = "grave"
    lead = _(
        "只有两种情形可以不予受理：依法不需要许可，或者不属于本机关职权。材料不齐、格式不对的，应当一次性告知补正。"
    )
    button = _("确认不予受理")
    done = _("已作出不予受理的决定，决定书已送达申请人空间。")
    panel = "office/panels/proposal.html"
    conditional = frozenset({"competent_authority"})

    ground = PickField(label=_("法定情形"), choices=GROUNDS, notes=GROUND_NOTES)
    competent_authority = CompetentAuthorityField()
    reason = TextField(label=_("理由"), help_text=_("写进决定书，申请人会看到。"))
    how_it_could_be_done = TextField(
        label=_("申请人可以怎样办理"), help_text=_("写进决定书和办理指引告知单：去哪里、办什么、带什么。不能只说不行。")
    )

    def prepare(self) -> None:
        """Begin with what the window proposed."""
        asked = next((line.proposal for line in self.page.proposals if line.is_open and line.kind == "refusal"), None)
        if asked is not None:
            self.initial = {**asked.facts, "reason": asked.reason}
