"""What a payment service, a courier and a system of appointments must be able to do; adapters live in contrib/."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tongban.parties.rules.views import PartyView


class PaymentPort(Protocol):
    """A way to be paid: it names the voucher, tells how to pay, and gives receipts."""

    key: str

    def voucher(self, *, case: str, ordinal: int) -> str:
        """Return the voucher number (缴款码) of a case's fee, 40 characters at most and never the same twice."""

    def how_to_pay(self, *, voucher: str, amount: int) -> str:
        """Tell in a sentence how to pay an amount in fen; the applicant reads it, in the reader's language."""

    def receipt(self, *, voucher: str, at: dt.datetime) -> str:
        """Return the number of the receipt for a payment that was taken, 60 characters at most."""

    def refund(self, *, voucher: str, amount: int, at: dt.datetime) -> str:
        """Order an amount in fen to be given back, and return the number of the order."""


class CourierPort(Protocol):
    """A way to send a result by post."""

    key: str
    name: str

    def send(self, *, case: str, at: dt.datetime) -> str:
        """Order a parcel and return its tracking number, 60 characters at most."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment (预约): when, where, and what for."""

    at: dt.datetime
    place: str
    subject: str


class AppointmentPort(Protocol):
    """A system in which people make appointments."""

    def of(self, party: PartyView, on: dt.date) -> list[Appointment]:
        """Return the party's appointments from a day on, the next one first."""


_payment: list[PaymentPort] = []
_courier: list[CourierPort] = []
_appointments: list[AppointmentPort] = []


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


def use_appointments(port: AppointmentPort | None) -> None:
    """Show the appointments of this system from now on, none where it is None."""
    _appointments[:] = [port] if port is not None else []


def appointments(party: PartyView, on: dt.date) -> list[Appointment] | None:
    """Return the party's appointments from a day on; None where no system of appointments is connected."""
    return _appointments[0].of(party, on) if _appointments else None
