"""Forms of the reviewers: open the reviews, give an opinion, suspend and resume the clock."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.cases.queries.desk import earlier_opinions
from tongban.cases.queries.grounds import grounds_of
from tongban.cases.rules.pauses import PRETEXTS, why_unlawful
from tongban.kernel.queries import parameter
from tongban.web.office.forms.base import PickField, StepForm, TextField
from tongban.web.office.previews import PausePreview, pause_preview
from tongban.web.templatetags.words import ground_name


class OpenReviewsForm(StepForm):
    action = staticmethod(actions.open_reviews)
    weight = "main"
    lead = _("确认后，下列部门同时收到此件，并按各自的期限提出意见。")
    button = _("确认分送")
    done = _("已分送审查，各部门的收件箱里已经能看到此件。")
    panel = "office/panels/open_reviews.html"


_REUSED = ("opinion", "text", "conditions")


class GiveOpinionForm(StepForm):
    action = staticmethod(actions.give_opinion)
    weight = "main"
    lead = _("意见提出后不能修改，全部意见会交给作出决定的人员。")
    button = _("提出意见")
    done = _("审查意见已提出。")
    panel = "office/panels/give_opinion.html"

    step_code = PickField(label=_("审查环节"), choices=())
    opinion = PickField(
        label=_("审查意见"),
        choices=[
            ("agree", _("同意")),
            ("agree_with_conditions", _("有条件同意")),
            ("disagree", _("不同意")),
        ],
        notes={
            "agree_with_conditions": _("请在下面写明条件，准予时条件会写进决定"),
            "disagree": _("请在下面写明理由和依据"),
        },
    )
    conditions = TextField(label=_("条件"), help_text=_("有条件同意时必填；汇总到决定里，作为许可条件。"), rows=3)
    text = TextField(label=_("意见内容"), help_text=_("不同意时必填：写明理由和依据。"))
    conditional = frozenset({"conditions", "text"})

    def prepare(self) -> None:
        """Offer the steps that wait for the official; where there is but one, it is not asked."""
        mine = [line for line in self.page.reviews if line.is_mine]
        field = self.fields["step_code"]
        assert isinstance(field, PickField)
        field.choices = [(line.review.step_code, line.review.name) for line in mine]
        field.notes = {line.review.step_code: line.authority for line in mine}
        if len(mine) == 1:
            field.widget = forms.HiddenInput()
            field.initial = mine[0].review.step_code
        codes = [line.code for line in mine]
        self.step = next((code for code in codes if code == self.query.get("step")), codes[0] if codes else "")
        self.earlier = earlier_opinions(self.page, self.step)
        self.reused = next((one for one in self.earlier if str(one.id) == self.query.get("reuse")), None)
        if self.reused:
            said = {"step_code": self.step, **{name: getattr(self.reused, name) for name in _REUSED}}
            for name, words in said.items():
                self.fields[name].initial = words

    def field_of(self, key: str) -> str:
        """Name the action's arguments as the form does."""
        return {"step": "step_code"}.get(key, key)


class SuspendForm(StepForm):
    """First what is happening, lawful or not; then, on a lawful ground, for how long and why."""

    action = staticmethod(actions.suspend)
    weight = "other"
    lead = _("特别程序所需时间依法不计入办理期限，必须书面告知申请人需要多久。")
    button = _("启动特别程序")
    done = _("特别程序已启动，办理期限暂停计算，告知书已送达申请人空间。")
    panel = "office/panels/suspend.html"
    preview_part = "office/parts/pause_preview.html"
    optional = frozenset({"file"})

    kind = PickField(label=_("正在发生什么"), choices=())
    days = forms.IntegerField(
        label=_("所需时间"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
    )
    reason = TextField(label=_("理由"), help_text=_("为什么需要这项程序；写进告知书，申请人会看到。"))
    file = forms.FileField(
        label=_("依据材料"), help_text=_("评审通知、检测委托书等，PDF 或图片，20 MB 以内。"), required=False
    )

    def prepare(self) -> None:
        """Offer what the law takes out of the time, with its basis, and what it does not; ask the rest afterwards."""
        region, kind, days = self.page.item.region_code, self.fields["kind"], self.fields["days"]
        assert isinstance(kind, PickField)
        self.grounds = grounds_of(self.page.item, self.today)
        kind.choices = [(code, ground_name(code, self.page.item)) for code in self.grounds]
        kind.notes = {code: ground.basis for code, ground in self.grounds.items()}
        kind.choices += [(code, gettext(pretext.label)) for code, pretext in PRETEXTS.items()]
        self.longest = parameter("longest_pause_days", region, self.today)
        days.widget.attrs["max"] = self.longest
        days.help_text = gettext("1 到 {most} 个工作日。写实际需要的天数，告知书上会印出来。").format(most=self.longest)
        if self.asks_more:
            for name in ("days", "reason", "file"):
                del self.fields[name]

    @property
    def asks_more(self) -> bool:
        """Tell whether no lawful ground is chosen yet, and nothing more was said."""
        more = self.is_bound and ("preview" not in self.data or "days" in self.data)
        return not more and self.data.get("kind") not in self.grounds

    @property
    def explained(self) -> str:
        """Why what is chosen does not stop the clock."""
        chosen = str(self.data.get("kind", ""))
        return why_unlawful(chosen, self.grounds.values()) if chosen and chosen not in self.grounds else ""

    def values(self) -> dict[str, Any]:
        """Take a missing number of days as none, which the action refuses."""
        said = {**self.cleaned_data, "days": self.cleaned_data.get("days") or 0}
        upload = said.pop("file", None)
        return {**said, "file_name": upload.name, "file": upload.read()} if upload else said

    @property
    def preview(self) -> PausePreview | None:
        """What the days typed so far would mean, None as long as there are none."""
        typed = str(self["days"].value() or "") if "days" in self.fields else ""
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= self.longest):
            return None
        return pause_preview(self.page, self.today, int(typed))


class ResumeForm(StepForm):
    action = staticmethod(actions.resume)
    weight = "main"
    lead = _("确认后办理期限继续计算，到期日按实际用去的工作日顺延。")
    button = _("结束特别程序")
    done = _("特别程序已结束，办理期限继续计算。")
    panel = "office/panels/resume.html"

    kind = PickField(label=_("哪一项特别程序"), choices=())
    result = TextField(label=_("结果"), help_text=_("例如：专家评审通过，附修改意见。"))

    def prepare(self) -> None:
        """Offer the open special procedures; where there is but one, it is not asked."""
        field = self.fields["kind"]
        assert isinstance(field, PickField)
        open_ones = [pause for pause in self.page.pauses if pause.ended_on is None]
        field.choices = [(pause.kind, ground_name(pause.kind, self.page.item)) for pause in open_ones]
        if len(open_ones) < 2:
            field.widget = forms.HiddenInput()
            field.initial = open_ones[0].kind if open_ones else ""

    @property
    def preview(self) -> PausePreview | None:
        """What ending it today means for the due day."""
        pause = self.page.open_pause
        return None if pause is None else pause_preview(self.page, self.today, None)
