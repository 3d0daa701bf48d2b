"""The verbs after the decision, by API: each from start to end, and what they refuse."""

from typing import Any

import pytest

from tests.api.client import Api, api_of
from tests.cases.factory import case
from tests.cases.licensed import licence_of, licensed
from tests.cases.test_fees import REPAIR
from tongban.cases.models import Case, Delivery
from tongban.licences.models import Licence
from tongban.matters.models import Matter

FRAUD = {"ground": "fraud", "reason": "虚假材料", "heard": "当面听取"}


def said(role: str, number: str, verb: str, body: dict[str, Any]) -> Any:
    return api_of(role).post(f"cases/{number}/{verb}", body)


class TestVerbs:
    def test_send_out_and_deliver(self) -> None:
        number = case("issued")

        assert said("issuer", number, "dispatch", {"mode": "window"}).status_code == 200

        code = Delivery.objects.get(matter__number=number).pickup_code
        assert api_of("applicant").case(number)["delivery"]["pickup_code"] == code
        assert api_of("issuer").case(number)["delivery"]["pickup_code"] == ""
        delivered = said("issuer", number, "deliver", {"mode": "window", "receiver": "何雨禾", "code": code})
        assert (delivered.status_code, delivered.json()["state"]) == (200, "delivered")
        assert api_of("applicant").case(number)["remedies"]["litigation_until"]

    def test_charge_pay_and_refund(self) -> None:
        number = case("reviewed")

        assert said("clerk", number, "charge", {"fee": REPAIR, "amount": 1000}).status_code == 200
        voucher = api_of("applicant").case(number)["charges"][0]["voucher"]
        assert said("clerk", number, "pay", {"voucher": voucher, "receipt": "B1"}).status_code == 200
        assert said("decider", number, "refund", {"voucher": voucher, "amount": 1, "reason": "多收"}).status_code == 200

        [charge] = api_of("applicant").case(number)["charges"]
        assert (charge["amount"], charge["receipt"], charge["refunded"]) == (1000, "B1", 1)

    def test_revoke_and_cancel(self) -> None:
        number = case("delivered")

        assert said("decider", number, "revoke", FRAUD).json()["state"] == "revoked"
        assert (
            said("decider", number, "cancel", {"ground": "taken_back", "reason": "撤销"}).json()["state"] == "cancelled"
        )

        assert Licence.objects.exclude(matter=None).get().state == "cancelled"

    def test_challenge_and_decide_anew(self) -> None:
        number = case("delivered")
        lodged = {"kind": "litigation", "body": "法院", "case_number": "1号", "lodged_on": "2026-03-02"}

        assert said("lead_reviewer", number, "enter_challenge", lodged).status_code == 200
        told = {"outcome": "to_redo", "effect": "重新作出", "concluded_on": "2026-03-02"}
        assert said("lead_reviewer", number, "conclude_challenge", told).status_code == 200
        assert said("decider", number, "redo", {"reason": "判决"}).json()["state"] == "deciding"

        [challenge] = api_of("applicant").case(number)["challenges"]
        assert (challenge["outcome"], Licence.objects.exclude(matter=None).get().state) == ("to_redo", "suspended")

    def test_keep_back_what_must_not_be_published(self) -> None:
        number = case("reviewed")

        wrong = said("decider", number, "decide", {"outcome": "granted", "withheld": {"conditions": "shame"}})
        right = said("decider", number, "decide", {"outcome": "granted", "withheld": {"conditions": "privacy"}})

        assert (wrong.status_code, right.status_code) == (422, 200)

    @pytest.mark.parametrize(
        ("role", "verb", "body"),
        [
            ("clerk", "revoke", FRAUD),
            ("clerk", "refund", {"voucher": "x", "amount": 1, "reason": "x"}),
            ("applicant", "pay", {"voucher": "x"}),
            ("applicant", "dispatch", {"mode": "post"}),
        ],
    )
    def test_are_refused_to_the_wrong_duty(self, role: str, verb: str, body: dict[str, Any]) -> None:
        number = case("issued")
        version = Matter.objects.get(number=number).version

        assert said(role, number, verb, body).status_code == 403
        assert Matter.objects.get(number=number).version == version

    def test_finish_at_once_says_why_not(self) -> None:
        answer = said("clerk", case("submitted"), "finish_at_once", {})

        assert (answer.status_code, "即办件" in answer.json()["detail"]) == (409, True)


class TestAboutALicence:
    def test_starts_an_application(self) -> None:
        identifier = licensed(until=None)
        origin = Case.objects.get(matter__licences__identifier=identifier)
        body = {
            "item": origin.task_code,
            "organisation": "91529900TB00020158",
            "purpose": "surrender",
            "about_licence": identifier,
        }
        organisation = origin.matter.applicant_organisation
        assert organisation is not None
        body["organisation"] = organisation.uscc

        answer = api_of("applicant").post("applications", body)

        assert answer.status_code == 201, answer.content
        assert Case.objects.get(about_licence=identifier).purpose == "surrender"


class TestLicences:
    def test_are_suspended_and_given_back(self) -> None:
        identifier = licence_of(case("delivered"))
        decider = api_of("decider")

        suspended = decider.post(f"licences/{identifier}/suspend", {"reason": "检查"})
        again = decider.post(f"licences/{identifier}/suspend", {"reason": "检查"})
        back = decider.post(f"licences/{identifier}/reinstate", {"reason": "已整改"})

        assert [each.status_code for each in (suspended, again, back)] == [200, 409, 200]
        assert suspended.json()["state"] == "suspended"

    def test_are_revoked_through_their_case(self) -> None:
        number = case("delivered")

        answer = api_of("decider").post(f"licences/{licence_of(number)}/revoke", {"reason": "x"})

        assert (answer.status_code, number in answer.json()["detail"]) == (409, True)

    def test_are_nobody_elses(self, stranger: Api) -> None:
        identifier = licence_of(case("delivered"))

        assert stranger.post(f"licences/{identifier}/suspend", {"reason": "x"}).status_code == 404
        assert api_of("issuer").post(f"licences/{identifier}/suspend", {"reason": "x"}).status_code == 403
        assert api_of("decider").post(f"licences/{identifier}/suspend", {"reason": " "}).status_code == 422
