"""Promises, deferred materials, mock cases and checks of promises over the API."""

import datetime as dt

from tests.api.client import Api, api_of
from tests.cases.factory import case, pdf
from tests.cases.promised import (
    CLERK,
    DRAINAGE,
    HYGIENE,
    REPORT,
    REVIEWER,
    code_of,
    drafted,
    on_a_promise,
    without_the_report,
)
from tests.city import MONDAY, actor, company
from tests.clock import FrozenClock
from tongban.cases.models import Case, Commitment
from tongban.credit.actions import record
from tongban.credit.models import Record
from tongban.credit.rules.records import Kind, Severity
from tongban.matters.models import Matter


class TestPromise:
    def test_tells_both_texts_and_takes_the_signature(self, applicant: Api) -> None:
        number = drafted(HYGIENE)
        told = applicant.get(f"cases/{number}/promises").json()
        assert told["promise"]["version"] == "2026-1"
        assert told["promise"]["materials"] == ["pledge", "test-report"]
        assert told["promise"]["why_not"] == ""
        assert told["deferral"]["materials"] == ["test-report"]

        answer = applicant.post(f"cases/{number}/promise", {"version": "2026-1"})

        assert answer.status_code == 200
        assert answer.json()["sha256"] == Commitment.objects.get(matter__number=number).sha256
        assert applicant.post(f"cases/{number}/submit").status_code == 200

    def test_refuses_texts_that_are_not_those_of_now(self, applicant: Api) -> None:
        number = drafted(HYGIENE)

        answer = applicant.post(f"cases/{number}/promise", {"version": "2020-1"})

        assert answer.status_code == 422
        assert [each["field"] for each in answer.json()["errors"]] == ["version"]
        assert not Commitment.objects.exists()

    def test_is_taken_back(self, applicant: Api) -> None:
        number = drafted(HYGIENE)
        applicant.post(f"cases/{number}/promise", {"version": "2026-1"})

        applicant.post(f"cases/{number}/ordinary_way", {})

        refused = applicant.post(f"cases/{number}/submit")
        assert refused.status_code == 422
        assert [each["field"] for each in refused.json()["errors"]] == ["test-report"]

    def test_is_refused_to_others_and_where_credit_excludes(self, applicant: Api, stranger: Api) -> None:
        number = drafted(HYGIENE)
        record(
            kind=Kind.DISHONEST,
            severity=Severity.SERIOUS,
            basis="名单",
            organisation_id=company(actor("applicant")),
            at=MONDAY,
        )

        assert stranger.post(f"cases/{number}/promise", {"version": "2026-1"}).status_code == 404
        assert applicant.post(f"cases/{number}/promise", {"version": "2026-1"}).status_code == 409
        assert applicant.get("me/credit").json()["results"][0]["counts"]
        assert not Commitment.objects.exists()

    def test_is_not_signed_after_the_application_is_handed_in(self, applicant: Api) -> None:
        number = on_a_promise("accepted")

        assert applicant.post(f"cases/{number}/ordinary_way", {}).status_code == 409

        assert Commitment.objects.get(matter__number=number).ended_at is None


class TestLater:
    def test_takes_only_what_may_come_later(self, applicant: Api) -> None:
        number = drafted(DRAINAGE)
        version = applicant.get(f"cases/{number}/promises").json()["deferral"]["version"]

        refused = applicant.post(f"cases/{number}/promise_later", {"version": version, "materials": ["drain-drawing"]})

        assert refused.status_code == 422
        assert "主要材料不能容缺" in refused.json()["errors"][0]["detail"]
        assert not Commitment.objects.exists()

    def test_is_named_at_acceptance_and_handed_in(self, applicant: Api, clerk: Api) -> None:
        number = drafted(DRAINAGE)
        version = applicant.get(f"cases/{number}/promises").json()["deferral"]["version"]
        applicant.post(f"cases/{number}/promise_later", {"version": version, "materials": [REPORT]})
        applicant.post(f"cases/{number}/submit")
        main = clerk.post(f"cases/{number}/accept", {"deferred": ["drain-drawing"]})
        none = clerk.post(f"cases/{number}/accept", {"deferred": []})
        assert (main.status_code, none.status_code) == (422, 422)
        assert [each["field"] for each in none.json()["errors"]] == ["deferred"]
        assert Matter.objects.get(number=number).state == "submitted"

        assert clerk.post(f"cases/{number}/accept", {"deferred": [REPORT]}).status_code == 200
        (owed,) = applicant.get(f"cases/{number}/promises").json()["deferred"]
        assert (owed["code"], owed["due_on"], owed["given_at"]) == (REPORT, "2026-03-09", None)
        assert applicant.upload(f"cases/{number}/supply_deferred/{REPORT}", "报告.exe", b"MZ").status_code == 422
        assert applicant.upload(f"cases/{number}/supply_deferred/{REPORT}", "报告.pdf", pdf()).status_code == 200
        again = applicant.upload(f"cases/{number}/supply_deferred/{REPORT}", "报告.pdf", pdf())

        assert again.status_code == 409

    def test_is_signed_at_the_window_by_who_may_sign(self, clerk: Api, applicant: Api) -> None:
        number = without_the_report("accepted")
        other = drafted(DRAINAGE)
        told = clerk.get(f"cases/{number}/promises").json()

        # Once accepted there is nothing left to sign; a draft is nobody's but the applicant's.
        assert told["signers"] == []
        assert (
            clerk.post(f"cases/{number}/promise_later", {"version": "2026-1", "materials": [REPORT]}).status_code == 409
        )
        assert clerk.get(f"cases/{other}/promises").status_code == 404


class TestMock:
    def test_is_started_read_and_converted(self, applicant: Api) -> None:
        body = {"item": code_of(DRAINAGE), "organisation": "91529900TB00020158", "mock": True}
        number = applicant.post("applications", body).json()["number"]
        assert number.startswith("MN")
        assert applicant.case(number)["mock"]

        made = applicant.post(f"cases/{number}/convert_mock")

        assert made.status_code == 201
        real = made.json()["number"]
        assert not applicant.case(real)["mock"]
        assert applicant.get(f"cases/{real}/promises").json()["converted_from"] == number
        assert applicant.get(f"cases/{number}/promises").json()["converted_to"] == real
        assert applicant.post(f"cases/{number}/convert_mock").status_code == 409
        assert Case.objects.count() == 2

    def test_is_not_made_of_a_real_one(self, applicant: Api) -> None:
        number = case("draft")

        assert applicant.post(f"cases/{number}/convert_mock").status_code == 409


class TestVerification:
    def test_is_begun_listed_read_and_closed(self, the_clock: FrozenClock) -> None:
        number = on_a_promise("granted")
        reviewer, clerk = api_of(REVIEWER), api_of(CLERK)
        assert clerk.post(f"cases/{number}/begin_verification").status_code == 403
        assert reviewer.post(f"cases/{number}/begin_verification").status_code == 201
        check = f"{number}-HC"
        listed = reviewer.get("verifications").json()
        assert [each["number"] for each in listed["results"]] == [check]
        assert reviewer.get(f"verifications/{check}").json()["verbs"] == ["verify"]
        the_clock.move_to(dt.date(2026, 4, 1))

        wrong = reviewer.post(f"verifications/{check}/verify", {"outcome": "broken", "method": "site", "result": "无"})
        assert sorted(each["field"] for each in wrong.json()["errors"]) == ["companion", "evidence"]
        body = {"outcome": "broken", "method": "data", "result": "不符", "evidence": "比对", "severity": "serious"}
        assert clerk.post(f"verifications/{check}/verify", body).status_code == 403
        done = reviewer.post(f"verifications/{check}/verify", body)

        assert (done.status_code, done.json()["state"]) == (200, "breached")
        assert Record.objects.get().severity == "serious"
        assert reviewer.get(f"verifications/{check}").json()["offers_revocation"]
        assert reviewer.get("verifications").json()["count"] == 0

    def test_exists_for_nobody_else(self, stranger: Api, applicant: Api) -> None:
        number = on_a_promise("granted")
        api_of(REVIEWER).post(f"cases/{number}/begin_verification")

        assert stranger.get(f"verifications/{number}-HC").status_code == 404
        assert stranger.get("verifications").status_code == 403
        assert applicant.get(f"verifications/{number}-HC").status_code == 200
