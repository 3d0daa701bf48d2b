"""What is owed and what may still be said beside the handling: fees, and the challenges of a decision."""

import datetime as dt
from dataclasses import dataclass

from tongban.cases import ports
from tongban.cases.lifecycle.words import DECIDED
from tongban.cases.models import Case, Challenge, Charge, Delivery
from tongban.cases.queries.reading import item_of
from tongban.cases.rules.challenges import Remedies, remedies_from
from tongban.cases.rules.fees import yuan
from tongban.kernel.clock import day_of
from tongban.kernel.queries import parameter
from tongban.matters.queries import Facts

_CHALLENGED = frozenset(f"{DECIDED} not_accepted not_required revoked cancelled submitted deciding".split())


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """A fee with its amounts in yuan; `how_to_pay` is empty once it is settled."""

    row: Charge
    amount: str
    reduction: str
    payable: str
    refunded: str
    how_to_pay: str

    @property
    def settled(self) -> bool:
        return self.row.paid_at is not None


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Fees, challenges, and until when a decision that was told may be challenged."""

    charges: list[ChargeLine]
    challenges: list[Challenge]
    remedies: Remedies | None


def aftermath_of(facts: Facts) -> Aftermath:
    """Return what stands beside the handling; the rows are read only where there can be some."""
    charged = bool(item_of(facts).fees)
    return Aftermath(
        charges=[_line(each) for each in facts.parts["charges"]] if charged else [],
        challenges=list(facts.parts["challenges"]) if facts.state in _CHALLENGED else [],
        remedies=_remedies(facts),
    )


def _line(row: Charge) -> ChargeLine:
    payable = row.amount - row.reduction
    owed = row.paid_at is None
    return ChargeLine(
        row=row,
        amount=yuan(row.amount),
        reduction=yuan(row.reduction),
        payable=yuan(payable),
        refunded=yuan(row.refunded),
        how_to_pay=ports.payment().how_to_pay(voucher=row.voucher, amount=payable) if owed else "",
    )


def _remedies(facts: Facts) -> Remedies | None:
    told_on = _told_on(facts)
    if told_on is None:
        return None
    return remedies_from(
        told_on,
        days=parameter("reconsideration_days", facts.region_code, told_on),
        months=parameter("litigation_months", facts.region_code, told_on),
    )


def _told_on(facts: Facts) -> dt.date | None:
    """Return when the applicant learned of the decision: with its delivery, or with the refusal to accept."""
    case: Case = facts.parts["case"]
    delivery: Delivery | None = facts.parts["delivery"]
    if facts.state in ("not_accepted", "not_required"):
        return facts.matter.finished_on
    if case.decided_at is None or delivery is None or delivery.delivered_at is None:
        return None
    return day_of(delivery.delivered_at)
