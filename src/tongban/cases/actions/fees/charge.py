"""Tell the applicant of a fee, with its basis, its reduction and a voucher (行政许可法 第五十八条、第五十九条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases import ports
from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.models import Case, Charge
from tongban.cases.queries.outcome import no_fee
from tongban.cases.queries.reading import item_of, read_case
from tongban.cases.rules.fees import reduced, yuan
from tongban.catalogue.queries import FeeView
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor

MOST_FEN = 10**12


class NotCharged(NotAllowedNow):
    """The item asks for no fee, or not before it is accepted."""


class ChargedAlready(NotAllowedNow):
    """The applicant was told of this fee."""


@retried
def charge(
    *, number: str, fee: str, actor: Actor, at: dt.datetime, amount: int | None = None, reduction: str = ""
) -> Stepped:
    """Charge a fee of the item by its name, with a payment notice; clocks never pause for it.

    A fixed amount is the list's; where it is reckoned by the case, `amount` in fen is given. `reduction` names one of
    the fee's reductions. Raises BadInput, NotCharged (never before acceptance unless the fee's law says so),
    ChargedAlready, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "charge", actor)
    if why := no_fee(facts):
        raise NotCharged(why)
    case: Case = facts.parts["case"]
    named = next((each for each in item_of(facts).fees if each.name == fee), None)
    if named is None:
        raise BadInput({"fee": _("请选择此事项的收费项目")})
    if case.accepted_on is None and not named.before_acceptance:
        raise NotCharged(_("“%(fee)s”在受理之前不收") % {"fee": named.name})
    charges: list[Charge] = facts.parts["charges"]
    if any(each.name == named.name for each in charges):
        raise ChargedAlready(_("“%(fee)s”已经通知过缴费") % {"fee": named.name})
    owed = _amount(named, amount)
    off, basis = _reduction(named, reduction, owed)
    today = day_of(at)
    due_on = today + dt.timedelta(days=parameter("fee_due_days", facts.region_code, today))
    row = Charge(
        name=named.name,
        basis=named.basis,
        amount=owed,
        reduction=off,
        reduction_basis=basis,
        voucher=ports.payment().voucher(case=facts.matter.number, ordinal=len(charges) + 1),
        charged_at=at,
        due_on=due_on,
        # What is waived whole is settled with the notice.
        paid_at=at if off == owed else None,
    )
    return step(
        facts,
        "charge",
        actor=actor,
        at=at,
        writes=[Insert(row), _notice(facts, row, at)],
        said={"amount": owed, "reduction": off, "voucher": row.voucher, "due_on": due_on.isoformat()},
    )


def _amount(fee: FeeView, amount: int | None) -> int:
    if fee.amount is not None:
        if amount not in (None, fee.amount):
            raise BadInput({"amount": _("这项收费是固定的：%(yuan)s 元") % {"yuan": yuan(fee.amount)}})
        return fee.amount
    if amount is None or not 0 < amount <= MOST_FEN:
        raise BadInput({"amount": _("请按收费标准算出金额并填写：%(standard)s") % {"standard": fee.standard}})
    return amount


def _reduction(fee: FeeView, name: str, amount: int) -> tuple[int, str]:
    if not name:
        return 0, ""
    found = next((each for each in fee.reductions if each["name"] == name), None)
    if found is None:
        raise BadInput({"reduction": _("这项收费没有这种减免")})
    return reduced(amount, found["percent"]), f"{found['name']}：{found['basis']}"


def _notice(facts: Facts, row: Charge, at: dt.datetime) -> Insert:
    assert row.due_on is not None
    payable = row.amount - row.reduction
    fields = [
        ("缴费人", facts.matter.applicant_name),
        ("收费项目", row.name),
        ("收费依据", row.basis),
        ("应收金额", f"{yuan(row.amount)} 元"),
    ]
    if row.reduction:
        fields.append(("减免", f"{yuan(row.reduction)} 元（{row.reduction_basis}）"))
    fields += [
        ("应缴金额", f"{yuan(payable)} 元"),
        ("缴款码", row.voucher),
        ("缴费期限", chinese_day(row.due_on)),
    ]
    body = ["请于缴费期限前缴纳下列费用。办理期限不因缴费中止计算。"]
    return paper(facts, "payment_notice", at=at, fields=fields, body=body)
