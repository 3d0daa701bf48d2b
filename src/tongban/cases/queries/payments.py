"""Fees that the bank's list has not confirmed, for the officials of the authority that charged them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q

from tongban.cases.access import HANDLING, charged
from tongban.cases.models import Case, Charge
from tongban.cases.rules.fees import yuan
from tongban.kernel.rules.paging import page_of
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class OpenPayment:
    """A fee that was paid and is not confirmed by the bank, or that is owed beyond its day (`paid_at` is None)."""

    number: str
    subject: str
    name: str
    voucher: str
    payable: str
    paid_at: dt.datetime | None
    receipt: str
    due_on: dt.date | None


@dataclass(frozen=True, slots=True)
class OpenPayments:
    """A page of them, the oldest first."""

    rows: list[OpenPayment]
    count: int
    page: int
    pages: int


def open_payments(actor: Actor, page: int, today: dt.date) -> OpenPayments:
    """Return a page of the fees that are paid but not reconciled, and of those overdue, in two queries."""
    mine = Case.objects.filter(charged(actor, *HANDLING)).values("matter_id")
    late = Q(paid_at=None, due_on__lt=today)
    # What was waived whole has nothing to be found at the bank.
    owed = Q(amount__gt=F("reduction"), reconciled_at=None)
    found = Charge.objects.filter(owed & (late | Q(paid_at__isnull=False)), matter_id__in=mine)
    ordered = found.select_related("matter").order_by("charged_at", "pk")
    rows, count, page, pages = page_of(ordered, page, PAGE_SIZE)
    return OpenPayments([_row(row) for row in rows], count, page, pages)


def _row(row: Charge) -> OpenPayment:
    return OpenPayment(
        number=row.matter.number,
        subject=row.matter.subject,
        name=row.name,
        voucher=row.voucher,
        payable=yuan(row.amount - row.reduction),
        paid_at=row.paid_at,
        receipt=row.receipt,
        due_on=row.due_on,
    )
