"""Forms of fees: charge, pay, refund. Amounts are typed in yuan, and handed on in fen."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.cases import actions
from tongban.cases.rules.fees import fen_of, yuan
from tongban.web.office.forms.base import PickField, StepForm, TextField


class _Money(forms.CharField):
    """An amount in yuan; it is fen once it is cleaned, None for nothing."""

    def clean(self, value: Any) -> Any:
        typed = str(value or "").strip()
        if not typed:
            return None
        fen = fen_of(typed)
        if fen is None:
            raise forms.ValidationError(gettext("请填写金额（元），最多两位小数，例如 120.50"))
        return fen


def _money(label: Any, help_text: Any = "") -> _Money:
    box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return _Money(label=label, help_text=help_text, required=False, max_length=16, widget=box)


class ChargeForm(StepForm):
    action = staticmethod(actions.charge)
    lead = _("按收费项目生成缴费通知书。收费不影响办理期限，也不推迟决定。")
    button = _("发出缴费通知书")
    done = _("缴费通知书已送达申请人空间。")
    optional = frozenset({"reduction"})
    conditional = frozenset({"amount"})

    fee = PickField(label=_("收费项目"), choices=())
    amount = _money(_("应收金额（元）"), _("标准固定的不用填写；按面积、数量计算的，填写算出的金额。"))
    reduction = PickField(label=_("减免"), choices=())

    def prepare(self) -> None:
        """Offer the item's fees with their standard, and the reductions with their basis."""
        fee, reduction = self.fields["fee"], self.fields["reduction"]
        assert isinstance(fee, PickField)
        assert isinstance(reduction, PickField)
        listed = self.page.item.fees
        fee.choices = [(each.name, each.name) for each in listed]
        fee.notes = {each.name: each.standard for each in listed}
        if len(listed) == 1:
            fee.initial = listed[0].name
        offered = {each["name"]: each["basis"] for one in listed for each in one.reductions}
        reduction.choices = [("", gettext("不减免")), *((name, name) for name in offered)]
        reduction.notes = offered
        if not offered:
            reduction.widget = forms.HiddenInput()


class _VoucherForm(StepForm):
    """A form about one of the case's vouchers."""

    def offer(self, settled: bool) -> None:
        """Offer the vouchers that are settled, or those that are not."""
        voucher = self.fields["voucher"]
        assert isinstance(voucher, PickField)
        lines = [line for line in self.page.after.charges if line.settled is settled]
        voucher.choices = [(line.row.voucher, line.row.name) for line in lines]
        voucher.notes = {line.row.voucher: f"{line.row.voucher} · {line.payable}" for line in lines}
        if len(lines) == 1:
            voucher.initial = lines[0].row.voucher


class PayForm(_VoucherForm):
    action = staticmethod(actions.pay)
    lead = _("凭收款凭证登记；银行对账单导入后自动核对。")
    button = _("登记缴费")
    done = _("已登记缴费。")
    optional = frozenset({"receipt"})

    voucher = PickField(label=_("缴款码"), choices=())
    receipt = forms.CharField(label=_("收据号码"), help_text=_("不填时由系统编号。"), required=False, max_length=60)

    def prepare(self) -> None:
        """Offer what waits to be paid."""
        self.offer(settled=False)


class RefundForm(_VoucherForm):
    action = staticmethod(actions.refund)
    weight = "grave"
    lead = _("退费须写明理由，累计不超过已缴金额。")
    button = _("确认退费")
    done = _("已登记退费。")

    voucher = PickField(label=_("缴款码"), choices=())
    amount = _money(_("退费金额（元）"))
    reason = TextField(label=_("理由"))

    def prepare(self) -> None:
        """Offer what was paid, and the whole of it where there is but one."""
        self.offer(settled=True)
        paid = [line.row for line in self.page.after.charges if line.settled]
        if len(paid) == 1:
            self.fields["amount"].initial = yuan(paid[0].amount - paid[0].reduction - paid[0].refunded)

    def values(self) -> dict[str, Any]:
        """Take a missing amount as none, which the action refuses."""
        return {**self.cleaned_data, "amount": self.cleaned_data.get("amount") or 0}
