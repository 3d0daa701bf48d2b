from typing import Any

import pytest

from tests.api.client import Api, api_of
from tests.cases.factory import case, corrections
from tests.city import MONDAY, actor
from tongban.api.verbs import OFFERED, VERBS
from tongban.cases import actions
from tongban.cases.access import CASE
from tongban.cases.actions.archive_case import archive_case
from tongban.cases.lifecycle import MOVES, SYSTEM_DUTY
from tongban.cases.lifecycle.decision import AT_ONCE
from tongban.kernel.outbox import forward
from tongban.matters.models import JournalEntry, Matter

BODIES: dict[str, dict[str, Any]] = {
    "withdraw": {"reason": "不办了"},
    "return_for_correction": {"items": corrections()},
    "propose_refusal": {"ground": "not_required", "reason": "无需"},
    "refuse_acceptance": {"ground": "not_required", "reason": "无需", "how_it_could_be_done": "直接办"},
    "ask_to_withdraw": {"reason": "不办了"},
    "terminate": {"ground": "subject_ceased", "reason": "注销"},
    "propose_voiding": {"reason": "重复"},
    "decline": {"kind": "withdrawal", "answer": "不同意"},
    "give_opinion": {"step_code": "engineering", "opinion": "agree"},
    "suspend": {"kind": "hearing", "days": 3, "reason": "听证"},
    "resume": {"result": "完"},
    "ask_again": {"step_code": "engineering", "asked": "再看"},
    "request_extension": {"days": 5, "reason": "来不及"},
    "tell_of_hearing": {"about": "拟不予许可"},
    "convene_hearing": {"held_on": "2026-03-19", "place": "三楼", "host_id": 1},
    "hold_hearing": {"minutes": "各方到场"},
    "notify_third_party": {"name": "邻居", "interest": "出入口"},
    "record_third_party": {"third_party_id": 1, "statement": "无意见"},
    "decide": {"outcome": "granted"},
    "deliver": {"mode": "space"},
    "dispatch": {"mode": "window"},
    "charge": {"fee": "城市道路挖掘修复费", "amount": 1},
    "pay": {"voucher": "x"},
    "refund": {"voucher": "x", "amount": 1, "reason": "多收"},
    "revoke": {"ground": "fraud", "reason": "虚假", "heard": "已听取"},
    "cancel": {"ground": "dissolution", "reason": "注销"},
    "enter_challenge": {"kind": "litigation", "body": "法院", "case_number": "1", "lodged_on": "2026-03-02"},
    "conclude_challenge": {"outcome": "upheld", "effect": "维持"},
    "redo": {"reason": "判决"},
}


def body_of(verb: str) -> dict[str, Any]:
    """Return a body that a verb reads: one of ours, or the least that its shape asks for."""
    if verb in BODIES:
        return BODIES[verb]
    schema = next(each.body for each in VERBS if each.code == verb).model_json_schema()
    wanted = {name: schema["properties"][name] for name in schema.get("required", ())}
    return {name: _least(each) for name, each in wanted.items()}


def _least(of: dict[str, Any]) -> Any:
    if "enum" in of or "const" in of:
        return of.get("const") or of["enum"][0]
    if of.get("format") == "date":
        return "2026-03-02"
    return {"integer": of.get("minimum", 1), "array": [], "boolean": True}.get(of.get("type", ""), "x")


class TestReadCase:
    def test_shows_a_clerk_what_is_owed_and_what_may_be_done(self, clerk: Api) -> None:
        number = case("submitted")

        seen = clerk.case(number)

        assert (seen["state"], seen["state_label"], seen["lamp"]) == ("submitted", "已提交", "white")
        verbs = {verb["verb"]: verb for verb in seen["verbs"]}
        assert {"begin_pre_review", "receive", "return_for_correction", "accept", "propose_refusal"} <= set(verbs)
        assert not {"refuse_acceptance", "withdraw", "decide", "void"} & set(verbs)
        accept = verbs["accept"]
        assert accept["href"] == f"/api/v1/cases/{number}/accept"
        assert accept["basis"] == "《中华人民共和国行政许可法》第三十二条第一款第（五）项"
        assert [entry["verb"] for entry in seen["entries"]] == ["draft", "submit"]
        assert [document["kind"] for document in seen["documents"]] == ["receipt"]
        assert seen["due_on"] == "2026-03-09"

    def test_speaks_english_to_who_asks_for_it(self) -> None:
        seen = api_of("clerk", language="en").case(case("submitted"))

        assert seen["state_label"] == "Submitted"
        assert "Accept" in [verb["label"] for verb in seen["verbs"]]
        assert not any("\u4e00" <= char <= "\u9fff" for char in seen["next"])

    def test_a_stranger_is_told_that_there_is_no_such_case(self, stranger: Api, visitor: Api) -> None:
        number = case("submitted")
        none = "5201002026030200010000010"

        hidden, absent = stranger.get(f"cases/{number}"), stranger.get(f"cases/{none}")

        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert hidden.json()["detail"].replace(number, none) == absent.json()["detail"]
        assert visitor.get(f"cases/{number}").status_code == 401

    def test_gives_its_documents_to_those_who_see_it(self, applicant: Api, stranger: Api) -> None:
        number = case("submitted")
        (receipt,) = applicant.case(number)["documents"]

        answer = applicant.get(receipt["href"])

        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF")
        assert stranger.get(receipt["href"]).status_code == 404
        assert applicant.get(f"cases/{number}/documents/none").status_code == 404

    def test_gives_the_package_of_a_closed_case_to_those_who_see_it(self, applicant: Api, stranger: Api) -> None:
        number = case("delivered")
        assert applicant.get(f"cases/{number}/archive").status_code == 404
        actions.close(number=number, actor=actor("clerk"), at=MONDAY)
        while forward(lambda jobs: None):
            pass
        archive_case(matter_id=Matter.objects.get(number=number).pk, at=MONDAY)

        answer = applicant.get(f"cases/{number}/archive")

        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
        assert answer.content.startswith(b"PK")
        assert stranger.get(f"cases/{number}/archive").status_code == 404

    @pytest.mark.parametrize("number", ["%00", "'; drop table", "x" * 60, "😀", "..%2f", "0"])
    def test_answers_any_number_that_is_none(self, applicant: Api, number: str) -> None:
        assert applicant.get(f"cases/{number}").status_code == 404


class TestListCases:
    def test_lists_one_s_own_only(self, applicant: Api, stranger: Api) -> None:
        number = case("submitted")

        mine, theirs = applicant.get("cases").json(), stranger.get("cases").json()

        assert [row["number"] for row in mine["results"]] == [number]
        assert (theirs["count"], theirs["results"]) == (0, [])


class TestReadInbox:
    def test_shows_an_official_what_waits(self, clerk: Api) -> None:
        number = case("submitted")

        inbox = clerk.get("inbox", {"task": "receive"}).json()

        assert [row["number"] for row in inbox["results"]] == [number]
        assert {task["code"]: task["count"] for task in inbox["tasks"]}["receive"] == 1

    @pytest.mark.parametrize("query", [{"lamp": "red", "q": "x y z"}, {"task": "none"}, {"page": 99_999}])
    def test_bears_any_filter(self, clerk: Api, query: dict[str, object]) -> None:
        assert clerk.get("inbox", query).status_code == 200

    def test_is_only_for_officials(self, applicant: Api) -> None:
        assert applicant.get("inbox").status_code == 403


class TestVerbs:
    def test_are_those_of_the_moves(self) -> None:
        said_by_people = {move.verb for move in MOVES if move.duties != {SYSTEM_DUTY}}
        # Their own calls say more than a verb and a body.
        elsewhere = {"draft", "register", "supply_deferred", "hand_over"}

        assert said_by_people - elsewhere | {AT_ONCE.verb} == OFFERED

    def test_move_the_case_once_for_a_key(self, clerk: Api) -> None:
        number = case("submitted")

        first = clerk.post(f"cases/{number}/accept", {}, "accept-key-1")
        second = clerk.post(f"cases/{number}/accept", {}, "accept-key-1")

        assert (first.status_code, second.status_code) == (200, 200)
        assert (
            first.json()
            == second.json()
            == {
                "number": number,
                "state": "accepted",
                "version": 3,
                "links": {"self": f"/api/v1/cases/{number}"},
            }
        )
        assert JournalEntry.objects.filter(verb="accept").count() == 1

    def test_need_no_body_where_nothing_is_asked(self, clerk: Api) -> None:
        headers = {**clerk.headers, "Idempotency-Key": "accept-key-1"}

        answer = clerk.client.generic("POST", f"/api/v1/cases/{case('submitted')}/accept", headers=headers)

        assert answer.status_code == 200

    def test_out_of_turn_are_refused_with_the_reason_and_change_nothing(self, applicant: Api) -> None:
        number = case("delivered")
        before = Matter.objects.values().get(number=number)

        for verb in sorted(OFFERED):
            answer = applicant.post(f"cases/{number}/{verb}", body_of(verb))

            sources = AT_ONCE.sources if verb == AT_ONCE.verb else CASE.move(verb).sources
            assert answer.status_code == (403 if "delivered" in sources else 409), verb
            assert answer.json()["detail"]
            assert Matter.objects.values().get(number=number) == before

    def test_of_another_duty_are_refused(self, applicant: Api) -> None:
        number = case("submitted")

        answer = applicant.post(f"cases/{number}/accept", {})

        assert answer.status_code == 403
        assert applicant.case(number)["state"] == "submitted"

    def test_that_do_not_exist_lead_nowhere(self, clerk: Api) -> None:
        number = case("submitted")

        for verb in ("fly", "draft", "hand_over", "step"):
            assert clerk.post(f"cases/{number}/{verb}", {}).status_code == 404

    def test_on_a_stranger_s_case_are_not_found(self, stranger: Api) -> None:
        number = case("submitted")

        for verb in sorted(OFFERED):
            assert stranger.post(f"cases/{number}/{verb}", body_of(verb)).status_code == 404, verb

    @pytest.mark.parametrize(
        ("verb", "body", "field"),
        [
            ("return_for_correction", {"items": []}, "items"),
            ("return_for_correction", {"items": [{"code": "plan"}]}, "items.0.problem"),
            ("propose_refusal", {"ground": "bored", "reason": "x"}, "ground"),
            ("propose_refusal", {"ground": "not_competent", "reason": "x"}, "competent_authority"),
            ("refuse_acceptance", {"ground": "not_required", "reason": "x"}, "how_it_could_be_done"),
            ("accept", {"occurred_at": "2026-03-02T10:00:00"}, "occurred_at"),
            ("accept", {"notes": "x"}, "notes"),
        ],
    )
    def test_refuse_an_incomplete_body_field_by_field(
        self, clerk: Api, verb: str, body: dict[str, object], field: str
    ) -> None:
        number = case("submitted")

        answer = clerk.post(f"cases/{number}/{verb}", body)

        assert answer.status_code == 422
        assert field in [each["field"] for each in answer.json()["errors"]]
        assert clerk.case(number)["state"] == "submitted"


class TestRateCase:
    def test_closes_the_case_and_is_done_once(self, applicant: Api) -> None:
        number = case("delivered")

        first = applicant.post(f"cases/{number}/rating", {"level": 1, "text": "很快"})
        again = applicant.post(f"cases/{number}/rating", {"level": 5})

        assert (first.status_code, again.status_code) == (201, 409)
        seen = applicant.case(number)
        assert (seen["state"], seen["closed"], seen["rating"]["level"]) == ("closed", True, 1)

    @pytest.mark.parametrize("level", [0, 6, "best", None])
    def test_refuses_a_level_that_is_none(self, applicant: Api, level: object) -> None:
        assert applicant.post(f"cases/{case('delivered')}/rating", {"level": level}).status_code == 422

    def test_before_delivery_is_refused(self, applicant: Api) -> None:
        assert applicant.post(f"cases/{case('issued')}/rating", {"level": 1}).status_code == 409

    def test_is_hidden_from_those_who_were_rated(self, applicant: Api, clerk: Api) -> None:
        number = case("delivered")
        applicant.post(f"cases/{number}/rating", {"level": 5, "text": "太慢"})

        answer = clerk.get(f"cases/{number}")

        assert answer.json()["rating"] is None
        assert "太慢" not in answer.content.decode()
