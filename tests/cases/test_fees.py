"""Fees: told with their basis, paid by voucher, given back, and reconciled with the bank's list."""

import datetime as dt
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

from tests.cases.factory import case
from tests.cases.licensed import verbs
from tests.cases.test_life import snapshot
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.decision.issue import FeesUnpaid
from tongban.cases.actions.fees.charge import ChargedAlready, NotCharged
from tongban.cases.actions.fees.pay import NothingToPay
from tongban.cases.actions.fees.refund import NothingToRefund
from tongban.cases.models import Charge, Document
from tongban.cases.queries import case_page
from tongban.cases.queries.reading import item_of
from tongban.catalogue.queries import FeeView, ImplementationView
from tongban.kernel.actions.set_parameter import set_parameter
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry, Matter
from tongban.matters.queries import Facts
from tongban.parties.rules.reports import ImportRefused

REPAIR = "城市道路挖掘修复费"
HEAD = "voucher,amount,paid_at,bank_reference\n"


def charged(stage: str = "accepted", amount: int = 355_200, **more: Any) -> tuple[str, Charge]:
    number = case(stage)
    role = "issuer" if stage == "granted" else "clerk"
    actions.charge(number=number, fee=REPAIR, amount=amount, actor=actor(role), at=MONDAY, **more)
    return number, Charge.objects.get(matter__number=number)


@pytest.fixture
def fixed_fee(monkeypatch: pytest.MonkeyPatch) -> FeeView:
    """Give the item one fee with a fixed amount and a reduction, which may be asked for before acceptance."""
    fee = FeeView(
        name="工本费",
        standard="每证 10.01 元",
        basis="《某条例》第三条",
        amount=1001,
        reductions=(
            {"name": "小微企业减半", "percent": 50, "basis": "财税〔2099〕1号"},
            {"name": "残疾人免收", "percent": 100, "basis": "财税〔2099〕2号"},
        ),
        before_acceptance="《某条例》第四条",
    )

    def with_fee(facts: Facts) -> ImplementationView:
        return replace(item_of(facts), fees=(fee,))

    for module in ("cases.actions.fees.charge", "cases.queries.outcome"):
        monkeypatch.setattr(import_module(f"tongban.{module}"), "item_of", with_fee)
    return fee


class TestCharge:
    def test_gives_a_notice_with_voucher_and_due_day_and_moves_no_clock(self) -> None:
        number = case("accepted")
        due_on = Matter.objects.get(number=number).due_on

        actions.charge(number=number, fee=REPAIR, amount=355_200, actor=actor("clerk"), at=MONDAY)

        row = Charge.objects.get(matter__number=number)
        assert (row.amount, row.reduction, row.due_on) == (355_200, 0, dt.date(2026, 3, 17))
        assert (row.voucher, row.paid_at) == (f"{number}-F01", None)
        notice = Document.objects.get(matter__number=number, kind="payment_notice")
        assert ["应缴金额", "3552.00 元"] in notice.data["fields"]
        assert ["缴款码", row.voucher] in notice.data["fields"]
        assert (Matter.objects.get(number=number).due_on, Matter.objects.get(number=number).state) == (
            due_on,
            "accepted",
        )

    def test_shows_the_applicant_how_to_pay(self) -> None:
        number, row = charged()

        [line] = case_page(actor("applicant"), number, MONDAY).after.charges

        assert (line.payable, line.settled) == ("3552.00", False)
        assert row.voucher in line.how_to_pay

    @pytest.mark.parametrize("stage", ["submitted", "draft"])
    def test_never_comes_before_acceptance(self, stage: str) -> None:
        number = case(stage)
        before = snapshot(number)

        with pytest.raises(NotAllowedNow):
            actions.charge(
                number=number,
                fee=REPAIR,
                amount=1,
                actor=actor("applicant" if stage == "draft" else "clerk"),
                at=MONDAY,
            )

        assert snapshot(number) == before

    def test_comes_before_acceptance_where_the_law_of_the_fee_says_so(self, fixed_fee: FeeView) -> None:
        number = case("submitted")

        actions.charge(number=number, fee=fixed_fee.name, actor=actor("clerk"), at=MONDAY)

        assert Charge.objects.get(matter__number=number).amount == 1001

    @pytest.mark.parametrize(
        ("reduction", "off", "settled"), [("小微企业减半", 501, False), ("残疾人免收", 1001, True)]
    )
    def test_is_reduced_with_its_basis(self, fixed_fee: FeeView, reduction: str, off: int, settled: bool) -> None:
        number = case("accepted")

        actions.charge(number=number, fee=fixed_fee.name, reduction=reduction, actor=actor("clerk"), at=MONDAY)

        row = Charge.objects.get(matter__number=number)
        assert (row.reduction, row.paid_at is not None) == (off, settled)
        assert row.reduction_basis.startswith(f"{reduction}：财税〔2099〕")

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"fee": "茶水费", "amount": 1}, "fee"),
            ({"fee": REPAIR}, "amount"),
            ({"fee": REPAIR, "amount": 0}, "amount"),
            ({"fee": REPAIR, "amount": 1, "reduction": "熟人"}, "reduction"),
        ],
    )
    def test_names_what_is_wrong(self, wrong: dict[str, Any], field: str) -> None:
        number = case("accepted")
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.charge(number=number, actor=actor("clerk"), at=MONDAY, **wrong)

        assert list(refused.value.errors) == [field]
        assert (snapshot(number), Charge.objects.count()) == (before, 0)

    def test_takes_no_other_amount_than_the_fixed_one(self, fixed_fee: FeeView) -> None:
        with pytest.raises(BadInput) as refused:
            actions.charge(number=case("accepted"), fee=fixed_fee.name, amount=1, actor=actor("clerk"), at=MONDAY)

        assert list(refused.value.errors) == ["amount"]

    def test_is_told_once(self) -> None:
        number, _row = charged()

        with pytest.raises(ChargedAlready):
            actions.charge(number=number, fee=REPAIR, amount=1, actor=actor("clerk"), at=MONDAY)

    def test_is_refused_where_the_item_asks_for_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        module = import_module("tongban.cases.queries.outcome")
        monkeypatch.setattr(module, "item_of", lambda facts: replace(item_of(facts), fees=()))

        with pytest.raises(NotCharged):
            actions.charge(number=case("accepted"), fee=REPAIR, amount=1, actor=actor("clerk"), at=MONDAY)

    @pytest.mark.parametrize("role", ["applicant", "decider", "joint_reviewer"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, role: str) -> None:
        number = case("reviewing")
        before = snapshot(number)

        with pytest.raises(NotYours):
            actions.charge(number=number, fee=REPAIR, amount=1, actor=actor(role), at=MONDAY)

        assert snapshot(number) == before
        assert "charge" not in verbs(role, number)


class TestPay:
    def test_settles_the_fee_with_a_receipt(self) -> None:
        number, row = charged()

        actions.pay(number=number, voucher=row.voucher, receipt="No.1", actor=actor("clerk"), at=MONDAY + DAY)

        row.refresh_from_db()
        assert (row.paid_at, row.receipt, row.paid_by, row.reconciled_at) == (MONDAY + DAY, "No.1", "window", None)

    def test_gets_a_receipt_from_the_port(self) -> None:
        number, row = charged()

        actions.pay(number=number, voucher=row.voucher, actor=actor("clerk"), at=MONDAY)

        row.refresh_from_db()
        assert row.receipt.startswith(row.voucher)

    def test_names_a_voucher_that_is_not_owed(self) -> None:
        number, _row = charged()
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.pay(number=number, voucher="x", actor=actor("clerk"), at=MONDAY)

        assert list(refused.value.errors) == ["voucher"]
        assert snapshot(number) == before

    def test_is_done_once(self) -> None:
        number, row = charged()
        actions.pay(number=number, voucher=row.voucher, actor=actor("clerk"), at=MONDAY)

        with pytest.raises(NothingToPay):
            actions.pay(number=number, voucher=row.voucher, actor=actor("clerk"), at=MONDAY)

    def test_is_not_the_word_of_the_applicant(self) -> None:
        number, row = charged()

        with pytest.raises(NotYours):
            actions.pay(number=number, voucher=row.voucher, actor=actor("applicant"), at=MONDAY)


class TestAnUnpaidFee:
    def test_never_keeps_the_decision_waiting_but_the_licence(self) -> None:
        number, row = charged("reviewed")
        actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY)

        with pytest.raises(FeesUnpaid):
            actions.issue(number=number, actor=actor("issuer"), at=MONDAY)

        assert Matter.objects.get(number=number).state == "granted"
        assert REPAIR in case_page(actor("issuer"), number, MONDAY).waits["issue"]
        actions.pay(number=number, voucher=row.voucher, actor=actor("clerk"), at=MONDAY)
        assert actions.issue(number=number, actor=actor("issuer"), at=MONDAY).state == "issued"

    @pytest.mark.usefixtures("own_parameters")
    def test_keeps_nothing_waiting_where_the_city_says_so(self) -> None:
        set_parameter(key="fee_blocks", value="none", basis="local parameter", effective_from=MONDAY.date())
        number, _row = charged("granted")

        assert actions.issue(number=number, actor=actor("issuer"), at=MONDAY).state == "issued"


class TestRefund:
    def paid(self) -> tuple[str, Charge]:
        number, row = charged("reviewed", amount=1000)
        actions.pay(number=number, voucher=row.voucher, actor=actor("clerk"), at=MONDAY)
        return number, row

    def test_gives_back_a_part_and_then_the_rest(self) -> None:
        number, row = self.paid()
        give = {"number": number, "voucher": row.voucher, "reason": "多收", "actor": actor("decider")}

        actions.refund(amount=400, at=MONDAY, **give)
        actions.refund(amount=600, at=MONDAY + DAY, **give)

        row.refresh_from_db()
        assert (row.refunded, row.refunded_at, row.refund_reason) == (1000, MONDAY + DAY, "多收\n多收")
        orders = JournalEntry.objects.filter(matter__number=number, verb="refund").values_list(
            "facts__order", flat=True
        )
        assert [order.startswith(f"{row.voucher}-R") for order in orders] == [True, True]
        with pytest.raises(NothingToRefund):
            actions.refund(amount=1, at=MONDAY + DAY, **give)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"amount": 1001}, "amount"),
            ({"amount": 0}, "amount"),
            ({"reason": " "}, "reason"),
            ({"voucher": "x"}, "voucher"),
        ],
    )
    def test_names_what_is_wrong_and_leaves_no_trace(self, wrong: dict[str, Any], field: str) -> None:
        number, row = self.paid()
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.refund(
                **{"number": number, "voucher": row.voucher, "amount": 1, "reason": "多收", **wrong},
                actor=actor("decider"),
                at=MONDAY,
            )

        assert list(refused.value.errors) == [field]
        assert snapshot(number) == before

    def test_is_refused_to_who_took_the_money(self) -> None:
        number, row = self.paid()

        with pytest.raises(NotYours):
            actions.refund(number=number, voucher=row.voucher, amount=1, reason="多收", actor=actor("clerk"), at=MONDAY)


class TestImportPayments:
    def test_settles_confirms_and_tells_the_rest_once(self) -> None:
        owed, first = charged(amount=1000)
        settled, second = charged(amount=2000)
        actions.pay(number=settled, voucher=second.voucher, actor=actor("clerk"), at=MONDAY)
        other, third = charged(amount=3000)
        at = "2026-03-02T15:00:00+08:00"
        told = ((first.voucher, "10"), (second.voucher, "20.00"), (third.voucher, "3"), ("X", "1"))
        text = HEAD + "\n".join(f"{voucher},{yuan},{at},B{n}" for n, (voucher, yuan) in enumerate(told, 1))

        done = actions.import_payments(text, name="bank.csv", at=MONDAY + DAY)
        again = actions.import_payments(text, name="bank.csv", at=MONDAY + 2 * DAY)

        assert (done.taken, done.confirmed, done.unmatched) == (1, 1, ["#5 X"])
        assert done.different == [f"#4 {third.voucher}：3 ≠ 30.00"]
        assert (again.taken, again.confirmed, again.unchanged) == (0, 0, 2)
        first.refresh_from_db()
        assert (first.receipt, first.paid_by, first.reconciled_at) == ("B1", "offline", MONDAY + DAY)
        assert first.paid_at == dt.datetime(2026, 3, 2, 7, tzinfo=dt.UTC)
        assert JournalEntry.objects.get(matter__number=owed, verb="pay").actor["name"] == "系统"
        assert JournalEntry.objects.filter(matter__number=settled, verb="pay").count() == 1
        assert Charge.objects.get(matter__number=other).paid_at is None

    @pytest.mark.parametrize(
        ("line", "where"),
        [
            ("{v},ten,2026-03-02T10:00:00+08:00,B1", "bank.csv #2 amount"),
            ("{v},10,yesterday,B1", "bank.csv #2 paid_at"),
            ("{v},10,2099-03-02T10:00:00+08:00,B1", "bank.csv #2 paid_at"),
            ("{v},10,2026-03-02T10:00:00+08:00,", "bank.csv #2 bank_reference"),
            (",10,2026-03-02T10:00:00+08:00,B1", "bank.csv #2 voucher"),
            ("{v},10,2026-03-02T10:00:00+08:00,B1\n{v},10,2026-03-02T10:00:00+08:00,B1", "bank.csv #3 voucher"),
        ],
    )
    def test_names_row_and_field_of_a_bad_file_and_changes_nothing(self, line: str, where: str) -> None:
        number, row = charged(amount=1000)
        before = snapshot(number)

        with pytest.raises(ImportRefused) as refused:
            actions.import_payments(HEAD + line.format(v=row.voucher), name="bank.csv", at=MONDAY + DAY)

        assert where in refused.value.errors
        assert snapshot(number) == before
