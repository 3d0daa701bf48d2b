"""The forms of what follows the decision: sending out, fees, revocation, challenges, and what is done on the spot."""

import re

import pytest

from tests.cases.factory import case
from tests.cases.test_fees import REPAIR
from tests.cases.test_other_kinds import hand_in, item_named
from tests.city import MONDAY, actor
from tests.web.office.test_step import Browser, fill_in, state
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.models import Charge, Decision, Delivery
from tongban.matters.models import Matter
from tongban.parties.models import Authorisation, Authority
from tongban.web.office.forms import FORMS

FRAUD = {"ground": "fraud", "reason": "虚假材料", "heard": "当面听取"}
COURT = {"kind": "litigation", "body": "贵阳铁路运输法院", "case_number": "（2026）黔1号", "lodged_on": "2026-03-02"}
STEPS = [
    ("issued", "issuer", "dispatch", {"mode": "post", "tracking_number": "EMS1"}, "issued"),
    ("issued", "clerk", "dispatch", {"mode": "window"}, "issued"),
    ("issued", "clerk", "deliver", {"mode": "window", "receiver": "何雨禾", "identity": "身份证"}, "delivered"),
    ("accepted", "clerk", "charge", {"fee": REPAIR, "amount": "3,552.00"}, "accepted"),
    ("issued", "decider", "revoke", FRAUD, "revoked"),
    ("delivered", "decider", "cancel", {"ground": "dissolution", "reason": "公司注销"}, "cancelled"),
    ("delivered", "lead_reviewer", "enter_challenge", COURT, "delivered"),
]
REFUSALS = [
    ("issued", "issuer", "dispatch", {}, {"mode"}),
    ("issued", "issuer", "deliver", {"mode": "window", "receiver": "何雨禾"}, {"code"}),
    ("accepted", "clerk", "charge", {"fee": REPAIR, "amount": "很多"}, {"amount"}),
    ("accepted", "clerk", "charge", {}, {"fee"}),
    ("issued", "decider", "revoke", {}, {"ground", "reason", "heard"}),
    ("issued", "decider", "cancel", {}, {"ground", "reason"}),
    ("delivered", "lead_reviewer", "enter_challenge", {}, {"kind", "body", "case_number", "lodged_on"}),
    ("reviewed", "decider", "decide", {"outcome": "granted", "withheld_parts": "conditions"}, {"withheld_for"}),
]


class TestForms:
    @pytest.mark.parametrize(("stage", "role", "verb", "answers", "after"), STEPS)
    def test_are_taken_and_said(
        self, browser_of: Browser, stage: str, role: str, verb: str, answers: dict[str, str], after: str
    ) -> None:
        number = case(stage)
        desk, (_before, entries) = browser_of(role), state(number)

        answer = fill_in(desk, number, verb, **answers)

        assert answer.status_code == 302, answer.content.decode()
        assert state(number) == (after, entries + 1)
        assert str(FORMS[verb].done) in check(desk.get(f"/office/cases/{number}/"))

    @pytest.mark.parametrize(("stage", "role", "verb", "answers", "fields"), REFUSALS)
    def test_name_what_is_wrong_at_its_field_and_change_nothing(
        self, browser_of: Browser, stage: str, role: str, verb: str, answers: dict[str, str], fields: set[str]
    ) -> None:
        number = case(stage)
        before = state(number)

        answer = fill_in(browser_of(role), number, verb, **answers)

        text = check(answer, 422)
        targets = {target.removeprefix("#") for target, _message in answer.context["errors"]}
        assert targets == fields
        assert all(f'id="{target}"' in text for target in targets)
        assert state(number) == before

    def test_of_a_fee_lead_from_the_notice_to_the_refund(self, browser_of: Browser) -> None:
        number = case("reviewed")
        clerk, decider = browser_of("clerk"), browser_of("decider")
        fill_in(clerk, number, "charge", fee=REPAIR, amount="100")
        voucher = Charge.objects.get(matter__number=number).voucher
        told = check(clerk.get(f"/office/cases/{number}/"))
        assert ("缴费期限：" in told, "补正期限：" in told) == (True, False)

        fill_in(clerk, number, "pay", voucher=voucher, receipt="No.7")
        assert fill_in(decider, number, "refund", voucher=voucher, amount="40.5", reason="多收").status_code == 302

        row = Charge.objects.get(matter__number=number)
        assert (row.amount, row.receipt, row.refunded) == (10_000, "No.7", 4_050)
        mine = check(browser_of("applicant").get(f"/my/cases/{number}/"))
        assert "40.50" in mine
        assert "No.7" in mine

    def test_of_a_challenge_lead_to_deciding_anew(self, browser_of: Browser) -> None:
        number = case("delivered")
        lead = browser_of("lead_reviewer")
        fill_in(lead, number, "enter_challenge", **COURT)

        fill_in(lead, number, "conclude_challenge", outcome="to_redo", effect="重新作出", concluded_on="2026-03-02")
        assert fill_in(browser_of("decider"), number, "redo", reason="判决").status_code == 302

        assert Matter.objects.get(number=number).state == "deciding"

    def test_of_the_decision_show_what_each_reviewer_makes_a_condition(self, browser_of: Browser) -> None:
        number = case("reviewing")
        given = {"opinion": "agree_with_conditions", "text": "同意。", "conditions": "夜间施工，早六时前撤除围挡。"}
        actions.give_opinion(number=number, step_code="traffic", **given, actor=actor("joint_reviewer"), at=MONDAY)
        agreed = {"step_code": "engineering", "opinion": "agree"}
        actions.give_opinion(number=number, **agreed, actor=actor("lead_reviewer"), at=MONDAY)

        assert given["conditions"] in check(browser_of("decider").get(f"/office/cases/{number}/decide/"))

    def test_of_the_decision_keep_back_what_must_not_be_published(self, browser_of: Browser) -> None:
        number = case("reviewed")

        fill_in(
            browser_of("decider"),
            number,
            "decide",
            outcome="granted",
            withheld_for="trade_secret",
            withheld_parts="conditions",
        )

        assert Decision.objects.get(matter__number=number).withheld == {"conditions": "trade_secret"}


class TestThePickUpCode:
    def test_is_on_the_applicants_page_alone(self, browser_of: Browser) -> None:
        number = case("issued")
        actions.dispatch(number=number, mode="window", actor=actor("issuer"), at=MONDAY)
        code = Delivery.objects.get(matter__number=number).pickup_code

        assert f">{code}<" in check(browser_of("applicant").get(f"/my/cases/{number}/"))
        for role in ("issuer", "clerk", "supervisor"):
            assert not re.search(rf"\b{code}\b", check(browser_of(role).get(f"/office/cases/{number}/")))


class TestFinishAtOnce:
    def test_is_one_screen(self, browser_of: Browser) -> None:
        item = item_named("公共图书馆读者证办理")
        number, _person = hand_in(item, "person")
        Authorisation.objects.create(
            kind="window",
            from_authority_id=item.authority.id,
            to_authority=Authority.objects.get(name__contains="政务"),
            task_codes=[item.code],
            document_number="授权〔2026〕1号",
            starts_on=MONDAY.date(),
        )
        desk = browser_of("clerk")
        assert "finish_at_once" in check(desk.get(f"/office/cases/{number}/"))

        answer = fill_in(desk, number, "finish_at_once", outcome="granted", mode="space")

        assert answer.status_code == 302
        assert Matter.objects.get(number=number).state == "delivered"

    def test_is_not_offered_for_other_items(self, browser_of: Browser) -> None:
        number = case("submitted")

        answer = browser_of("clerk").get(f"/office/cases/{number}/finish_at_once/", follow=True)

        assert "只有即办件可以当场办结" in check(answer)
