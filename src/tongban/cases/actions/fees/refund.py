"""Give a fee back, whole or in part (退费)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases import ports
from tongban.cases.models import Charge
from tongban.cases.queries.outcome import nothing_to_refund
from tongban.cases.queries.reading import read_case
from tongban.cases.rules.fees import yuan
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class NothingToRefund(NotAllowedNow):
    """Nothing was paid that could be given back."""


@retried
def refund(*, number: str, voucher: str, amount: int, reason: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Give back an amount in fen of what was paid by a voucher; all refunds together never exceed it.

    Raises BadInput, NothingToRefund, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "refund", actor)
    if why := nothing_to_refund(facts):
        raise NothingToRefund(why)
    charges: list[Charge] = facts.parts["charges"]
    found = next((each for each in charges if each.voucher == voucher.strip() and each.paid_at is not None), None)
    errors = {}
    if found is None:
        errors["voucher"] = _("请核对缴款码：此件没有这笔已缴的费用")
    else:
        left = found.amount - found.reduction - found.refunded
        if not 0 < amount <= left:
            errors["amount"] = _("最多可退 %(yuan)s 元") % {"yuan": yuan(left)}
    if not reason.strip():
        errors["reason"] = _("请写明退费的理由")
    if errors or found is None:
        raise BadInput(errors)
    told = "\n".join(each for each in (found.refund_reason, reason.strip()) if each)
    order = ports.payment().refund(voucher=found.voucher, amount=amount, at=at)
    return step(
        facts,
        "refund",
        actor=actor,
        at=at,
        writes=[Change(found, {"refunded": found.refunded + amount, "refunded_at": at, "refund_reason": told})],
        said={"voucher": found.voucher, "amount": amount, "order": order},
    )
