"""What a payment service and a courier must be able to do; adapters live in contrib/."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class PaymentPort(Protocol):
    """A way to be paid: it names the voucher, tells how to pay, and gives receipts."""

    key: str

    def voucher(self, *, case: str, ordinal: int) -> str:
        """Return the voucher number (缴款码) of a case's fee, 40 characters at most and never the same twice."""

    def how_to_pay(self, *, voucher: str, amount: int) -> str:
        """Tell in a sentence how to pay an amount in fen; the applicant reads it, in the reader's language."""

    def receipt(self, *, voucher: str, at: dt.datetime) -> str:
        """Return the number of the receipt for a payment that was taken, 60 characters at most."""


class CourierPort(Protocol):
    """A way to send a result by post."""

    key: str
    name: str

    def send(self, *, case: str, at: dt.datetime) -> str:
        """Order a parcel and return its tracking number, 60 characters at most."""


_payment: list[PaymentPort] = []
_courier: list[CourierPort] = []


def use_payment(port: PaymentPort) -> None:
    """Take payments by this port from now on."""
    _payment[:] = [port]


def use_courier(port: CourierPort) -> None:
    """Send parcels by this port from now on."""
    _courier[:] = [port]


def payment() -> PaymentPort:
    """Return the port by which payments are taken."""
    return _payment[0]


def courier() -> CourierPort:
    """Return the port by which parcels are sent."""
    return _courier[0]
