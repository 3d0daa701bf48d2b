"""Record that a fee was paid (行政许可法 第五十九条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases import ports
from tongban.cases.models import Charge
from tongban.cases.queries.outcome import nothing_to_pay
from tongban.cases.queries.reading import read_case
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class NothingToPay(NotAllowedNow):
    """No fee of the case waits to be paid."""


@retried
def pay(
    *,
    number: str,
    voucher: str,
    actor: Actor,
    at: dt.datetime,
    receipt: str = "",
    paid_at: dt.datetime | None = None,
    reconciled: bool = False,
) -> Stepped:
    """Settle the fee of a voucher, with the receipt's number; without one the payment port gives it.

    Who paid is told by the payment service, as the system, or by the clerk who has seen the receipt. Raises BadInput,
    NothingToPay, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "pay", actor)
    if why := nothing_to_pay(facts):
        raise NothingToPay(why)
    charges: list[Charge] = facts.parts["charges"]
    found = next((each for each in charges if each.voucher == voucher.strip() and each.paid_at is None), None)
    if found is None:
        raise BadInput({"voucher": _("请核对缴款码：此件没有这笔待缴的费用")})
    if paid_at is not None and not found.charged_at <= paid_at <= at:
        raise BadInput({"paid_at": _("缴费时间应在通知缴费之后，并且不晚于现在")})
    paid = {
        "paid_at": paid_at or at,
        "paid_by": ports.payment().key if actor.is_system else "window",
        "receipt": receipt.strip()[:60] or ports.payment().receipt(voucher=found.voucher, at=at),
        "reconciled_at": at if reconciled else None,
    }
    said = {"voucher": found.voucher, "receipt": paid["receipt"]}
    return step(facts, "pay", actor=actor, at=at, writes=[Change(found, paid)], said=said)
