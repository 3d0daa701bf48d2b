"""Payment without a payment service: at the window or the bank, by voucher; the bank's list is imported afterwards."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _


class OfflinePayment:
    """Number vouchers and receipts by the case."""

    key = "offline"

    def voucher(self, *, case: str, ordinal: int) -> str:
        """Return the case's number with the place of the fee among its fees."""
        return f"{case}-F{ordinal:02d}"

    def how_to_pay(self, *, voucher: str, amount: int) -> str:
        """Send the applicant to the window or the bank with the voucher number."""
        return _("请持缴款码 %(voucher)s 到政务服务窗口或者代收银行缴纳 %(yuan)s 元") % {
            "voucher": voucher,
            "yuan": f"{amount / 100:.2f}",
        }

    def receipt(self, *, voucher: str, at: dt.datetime) -> str:
        """Return a receipt number of the voucher and the second of the payment."""
        return f"{voucher}-{at:%Y%m%d%H%M%S}"

    def refund(self, *, voucher: str, amount: int, at: dt.datetime) -> str:
        """Return the number under which the cashier gives it back."""
        return f"{voucher}-R{at:%Y%m%d%H%M%S}"
