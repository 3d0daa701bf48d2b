"""Forms of the hearing and of third parties (行政许可法 第三十六条、第四十六条至第四十八条)."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.cases.queries.hearing import hearing_desk
from tongban.web.office.forms.base import PickField, StepForm, TextField


class TellOfHearingForm(StepForm):
    action = staticmethod(actions.tell_of_hearing)
    lead = _("申请人和利害关系人在被告知之日起五个工作日内可以申请听证；期满之前不能作出决定。")
    button = _("发出听证告知书")
    done = _("听证告知书已送达申请人空间。")

    about = TextField(label=_("听证事项"), help_text=_("可以就什么申请听证；写进听证告知书。"), rows=3)


class RequestHearingForm(StepForm):
    action = staticmethod(actions.request_hearing)
    lead = _("利害关系人书面或口头申请听证的，由您登记；申请人自己在办件页面申请。")
    button = _("登记听证申请")
    done = _("已登记听证申请，请在期限内组织听证。")

    asked_by = forms.CharField(label=_("申请听证的利害关系人"), required=False, max_length=200)


class ConveneHearingForm(StepForm):
    action = staticmethod(actions.convene_hearing)
    weight = "main"
    lead = _("通知发出后办理期限暂停计算，听证举行后恢复。主持人不能是收件、审查此件的人员。")
    button = _("发出听证通知书")
    done = _("听证通知书已送达申请人空间，办理期限暂停计算。")
    panel = "office/panels/hearing.html"

    held_on = forms.DateField(
        label=_("听证日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.CharField(
        label=_("时间和地点"), help_text=_("例如：上午 9:30，政务服务中心三楼听证室"), required=False, max_length=300
    )
    host_id = PickField(label=_("听证主持人"), choices=())
    public = PickField(label=_("是否公开举行"), choices=[("yes", _("公开举行")), ("no", _("不公开举行"))])

    def prepare(self) -> None:
        """Offer who took no part, and say between which days the hearing may be."""
        host, day, public = self.fields["host_id"], self.fields["held_on"], self.fields["public"]
        assert isinstance(host, PickField)
        assert isinstance(public, PickField)
        desk = hearing_desk(self.page.viewer, self.page.number, self.today)
        host.choices = [(str(each.id), each.name) for each in desk.hosts]
        public.notes = {"no": _("涉及国家秘密、商业秘密或者个人隐私的")}
        public.initial = "yes"
        if desk.latest:
            day.help_text = gettext("%(earliest)s 至 %(latest)s 之间的工作日。") % {
                "earliest": f"{desk.earliest:%Y-%m-%d}",
                "latest": f"{desk.latest:%Y-%m-%d}",
            }

    def values(self) -> dict[str, Any]:
        """Take a missing day as today and a missing host as none, which the action refuses."""
        said = self.cleaned_data
        host = str(said["host_id"])
        return {
            "held_on": said.get("held_on") or self.today,
            "place": said["place"],
            "host_id": int(host) if host.isascii() and host.isdigit() and len(host) < 12 else 0,
            "public": said["public"] != "no",
        }


class HoldHearingForm(StepForm):
    action = staticmethod(actions.hold_hearing)
    weight = "main"
    lead = _("听证笔录是作出决定的根据。办理期限从听证当日起恢复计算。")
    button = _("保存听证笔录")
    done = _("听证笔录已生成，办理期限恢复计算。")
    panel = "office/panels/hearing.html"

    minutes = TextField(label=_("听证笔录"), help_text=_("到场的人、各方意见、证据和质证；由参加人签名。"), rows=10)


class NotifyThirdPartyForm(StepForm):
    action = staticmethod(actions.notify_third_party)
    lead = _("许可直接关系他人重大利益的，应当告知并听取意见；期满之前不能作出决定。")
    button = _("发出告知书")
    done = _("利害关系人告知书已生成，请送达。")
    optional = frozenset({"phone"})

    name = forms.CharField(label=_("利害关系人"), required=False, max_length=200)
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=40)
    interest = TextField(label=_("直接关系到的重大利益"), help_text=_("写进告知书。"), rows=3)


class RecordThirdPartyForm(StepForm):
    action = staticmethod(actions.record_third_party)
    lead = _("书面、口头陈述的意见都要记录，供作出决定的人员考虑。")
    button = _("记录意见")
    done = _("已记录利害关系人的意见。")

    third_party_id = PickField(label=_("谁的意见"), choices=())
    statement = TextField(label=_("陈述的意见"))

    def prepare(self) -> None:
        """Offer those who were told and have not answered; where there is but one, it is not asked."""
        field = self.fields["third_party_id"]
        assert isinstance(field, PickField)
        waiting = [each for each in self.page.third_parties if each.answered_at is None]
        field.choices = [(str(each.id), each.name) for each in waiting]
        if len(waiting) == 1:
            field.widget = forms.HiddenInput()
            field.initial = str(waiting[0].id)

    def values(self) -> dict[str, Any]:
        """Take what is no number as nobody, which the action refuses."""
        chosen = str(self.cleaned_data["third_party_id"])
        return {
            "third_party_id": int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 12 else 0,
            "statement": self.cleaned_data["statement"],
        }
