"""Forms of what may be said after the decision: revoke, cancel, challenges and their effect."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.cases.queries.lists import cancellation_grounds, revocation_grounds
from tongban.cases.rules.listed import Listed
from tongban.web.office.forms.base import PickField, StepForm, TextField


def _offer(field: forms.Field, listed: Mapping[str, Listed]) -> None:
    assert isinstance(field, PickField)
    english = get_language() == "en"
    field.choices = [(code, each.label_en if english else each.label) for code, each in listed.items()]
    field.notes = {code: each.basis for code, each in listed.items()}


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    box = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=box)


class RevokeForm(StepForm):
    action = staticmethod(actions.revoke)
    weight = "grave"
    lead = _("撤销后许可自始失去效力，证照同时撤销。撤销可能对公共利益造成重大损害的，不予撤销。")
    button = _("作出撤销决定")
    done = _("撤销决定书已送达申请人空间，证照已撤销。")

    ground = PickField(label=_("法定情形"), choices=())
    reason = TextField(label=_("事实和理由"), help_text=_("写进撤销决定书，申请人会看到。"))
    heard = TextField(
        label=_("陈述和申辩"), help_text=_("何时、怎样听取了持证人的陈述和申辩；举行听证的写明听证。"), rows=3
    )

    def prepare(self) -> None:
        """Offer the grounds of the law."""
        _offer(self.fields["ground"], revocation_grounds(self.page.item.region_code, self.today))


class CancelForm(StepForm):
    action = staticmethod(actions.cancel)
    weight = "grave"
    lead = _("注销后证照不能恢复。曾经有效的时间仍然可以核验。")
    button = _("办理注销")
    done = _("注销决定书已送达申请人空间，证照已注销。")

    ground = PickField(label=_("法定情形"), choices=())
    reason = TextField(label=_("事实和理由"), help_text=_("写进注销决定书，申请人会看到。"))

    def prepare(self) -> None:
        """Offer the grounds of the law."""
        _offer(self.fields["ground"], cancellation_grounds(self.page.item.region_code, self.today))


class EnterChallengeForm(StepForm):
    action = staticmethod(actions.enter_challenge)
    lead = _("复议、诉讼期间决定不停止执行，另有决定的除外。")
    button = _("登记")
    done = _("已登记复议或诉讼。")

    kind = PickField(label=_("种类"), choices=[("reconsideration", _("行政复议")), ("litigation", _("行政诉讼"))])
    body = forms.CharField(label=_("复议机关或者法院"), required=False, max_length=200)
    case_number = forms.CharField(label=_("案号"), required=False, max_length=100)
    lodged_on = _day(_("受理日期"))


class ConcludeChallengeForm(StepForm):
    action = staticmethod(actions.conclude_challenge)
    lead = _("登记结果后，准予的许可被撤销的，请办理撤销；要求重新作出的，请重新办理。")
    button = _("登记结果")
    done = _("已登记复议或诉讼的结果。")
    optional = frozenset({"concluded_on"})

    outcome = PickField(
        label=_("结果"),
        choices=[
            ("upheld", _("维持或驳回")),
            ("revoked", _("撤销")),
            ("altered", _("变更")),
            ("unlawful", _("确认违法")),
            ("to_redo", _("责令重新作出")),
            ("withdrawn", _("申请人撤回")),
        ],
    )
    effect = TextField(label=_("内容和要办的事"))
    concluded_on = _day(_("结果日期"), _("不填时为今天。"))


class RedoForm(StepForm):
    action = staticmethod(actions.redo)
    weight = "grave"
    lead = _("此件回到未受理或者待决定，重新计算期限；有效的证照在重新办理期间暂停使用。")
    button = _("重新办理")
    done = _("此件已重新办理，新的期限开始计算。")

    reason = TextField(label=_("依据"), help_text=_("按照哪份复议决定或者判决重新办理。"), rows=3)
