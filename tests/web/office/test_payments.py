from tests.cases.test_fees import charged
from tests.city import DAY, MONDAY, actor
from tests.web.office.test_step import Browser
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.queries.payments import open_payments
from tongban.kernel.clock import day_of


class TestOpenPayments:
    def test_are_what_is_paid_and_not_confirmed_and_what_is_late(self) -> None:
        paid, first = charged(amount=1000)
        actions.pay(number=paid, voucher=first.voucher, actor=actor("clerk"), at=MONDAY)
        late, second = charged(amount=2000)

        def listed(days: int) -> list[str]:
            return [row.number for row in open_payments(actor("clerk"), 1, day_of(MONDAY + days * DAY)).rows]

        assert listed(15) == [paid]
        assert listed(16) == [paid, late]
        text = f"voucher,amount,paid_at,bank_reference\n{first.voucher},10,2026-03-02T10:00:00+08:00,B1\n"
        actions.import_payments(text, name="bank.csv", at=MONDAY + DAY)
        assert listed(16) == [late]
        assert second.paid_at is None

    def test_of_others_are_not_seen(self) -> None:
        charged()

        assert open_payments(actor("joint_reviewer"), 1, day_of(MONDAY + 60 * DAY)).count == 0

    def test_are_listed_on_a_page(self, browser_of: Browser) -> None:
        number, row = charged()
        actions.pay(number=number, voucher=row.voucher, actor=actor("clerk"), at=MONDAY)

        assert row.voucher in check(browser_of("clerk").get("/office/payments/"))
        assert "没有待核对的缴费" in check(browser_of("joint_reviewer").get("/office/payments/"))
