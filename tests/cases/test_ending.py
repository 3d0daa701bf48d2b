"""How a case ends before its decision: withdrawn, terminated, voided, or closed when nobody rates it."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.cases.factory import case
from tests.cases.test_apart import charged
from tests.cases.test_life import snapshot
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.decision.decide import WithdrawalAsked
from tongban.cases.actions.intake import ask_to_withdraw as asking
from tongban.cases.actions.proposing import NothingProposed
from tongban.cases.actions.sweep_cases import sweep_corrections, sweep_delivered
from tongban.cases.handlers import tell_the_applicant
from tongban.cases.models import Case, Document, Proposal
from tongban.cases.queries import case_page
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Alert, Clock, JournalEntry, Matter, Pause
from tongban.notices.models import Message
from tongban.parties.rules.actor import DutyKind


def nothing_runs(number: str) -> bool:
    running = Clock.objects.filter(matter__number=number, stopped_on=None).exists()
    paused = Pause.objects.filter(matter__number=number, ended_on=None).exists()
    open_ones = Proposal.objects.filter(matter__number=number, answered_at=None).exists()
    matter = Matter.objects.get(number=number)
    return not (running or paused or open_ones) and (matter.due_on, matter.paused_on) == (None, None)


def written(number: str) -> set[str]:
    return set(Document.objects.filter(matter__number=number).values_list("kind", flat=True))


def letter(number: str, verb: str) -> str:
    matter = Matter.objects.get(number=number)
    tell_the_applicant(f"case.{verb}", matter.version, {"matter": matter.pk, "number": number})
    found = Message.objects.filter(matter=matter).order_by("pk").last()
    return f"{found.subject} {found.body}" if found else ""


class TestWithdraw:
    @pytest.mark.parametrize("stage", ["submitted", "correcting", "accepted"])
    def test_ends_the_case_at_once_before_its_review(self, stage: str) -> None:
        number = case(stage)

        actions.withdraw(number=number, reason="不办了", actor=actor("applicant"), at=MONDAY)

        assert Matter.objects.get(number=number).state == "withdrawn"
        assert nothing_runs(number)
        assert not Alert.objects.filter(matter__number=number).exists()

    def test_is_not_for_a_case_under_review(self) -> None:
        number = case("reviewing")
        before = snapshot(number)

        with pytest.raises(NotAllowedNow):
            actions.withdraw(number=number, reason="不办了", actor=actor("applicant"), at=MONDAY)

        assert snapshot(number) == before

    def test_from_a_window_is_looked_at(self) -> None:
        number = case("submitted")

        actions.withdraw(number=number, reason="不办了", actor=actor("applicant", "window"), at=MONDAY)

        alert = Alert.objects.get(matter__number=number)
        assert (alert.rule, alert.facts) == ("M06", {"source": "window"})

    def test_by_an_official_who_is_also_the_agent_is_looked_at(self) -> None:
        number = case("reviewing")
        agent = replace(actor("applicant"), official_id=actor("clerk").official_id)

        actions.ask_to_withdraw(number=number, reason="不办了", actor=agent, at=MONDAY)

        assert [alert.rule for alert in Alert.objects.filter(matter__number=number)] == ["M06"]

    def test_lets_fall_what_the_window_had_referred(self) -> None:
        number = case("submitted")
        actions.propose_refusal(
            number=number, ground="not_required", reason="无需许可", actor=actor("clerk"), at=MONDAY
        )

        actions.withdraw(number=number, reason="不办了", actor=actor("applicant"), at=MONDAY)

        assert nothing_runs(number)
        assert Proposal.objects.get(matter__number=number).outcome == ""


class TestAskToWithdraw:
    def asked(self, stage: str = "reviewing") -> str:
        number = case(stage)
        actions.ask_to_withdraw(number=number, reason="工程取消", actor=actor("applicant"), at=MONDAY)
        return number

    def test_is_written_down_and_the_review_goes_on(self) -> None:
        number = self.asked()

        request = Proposal.objects.get(matter__number=number)
        assert (request.kind, request.made_by_id, request.due_on) == ("withdrawal", None, dt.date(2026, 3, 5))
        assert Matter.objects.get(number=number).state == "reviewing"
        assert Clock.objects.filter(matter__number=number, stopped_on=None).exists()
        assert "withdrawal_request" in written(number)
        assert letter(number, "ask_to_withdraw").startswith("已收到您的撤回申请")

    def test_needs_a_reason_and_is_asked_once(self) -> None:
        number = case("reviewing")
        with pytest.raises(BadInput) as refused:
            actions.ask_to_withdraw(number=number, reason=" ", actor=actor("applicant"), at=MONDAY)
        assert list(refused.value.errors) == ["reason"]
        actions.ask_to_withdraw(number=number, reason="工程取消", actor=actor("applicant"), at=MONDAY)
        before = snapshot(number)

        with pytest.raises(asking.AlreadyAsked):
            actions.ask_to_withdraw(number=number, reason="工程取消", actor=actor("applicant"), at=MONDAY)

        assert snapshot(number) == before

    @pytest.mark.parametrize("role", ["lead_reviewer", "decider"])
    def test_is_confirmed_and_everything_ends(self, role: str) -> None:
        number = case("reviewing")
        actions.suspend(number=number, kind="testing", days=5, reason="检测", actor=actor("lead_reviewer"), at=MONDAY)
        actions.ask_to_withdraw(number=number, reason="工程取消", actor=actor("applicant"), at=MONDAY)

        actions.confirm_withdrawal(number=number, actor=actor(role), at=MONDAY + DAY)

        assert Matter.objects.get(number=number).state == "withdrawn"
        assert nothing_runs(number)
        assert Proposal.objects.get(matter__number=number).outcome == "approved"
        assert "withdrawal_confirmation" in written(number)
        assert Case.objects.get(matter__number=number).end_reason == "工程取消"
        assert letter(number, "confirm_withdrawal").startswith("撤回已确认")

    def test_can_be_declined_with_a_reason_that_the_applicant_reads(self) -> None:
        number = self.asked()

        actions.decline(
            number=number, kind="withdrawal", answer="涉及第三人利益", actor=actor("decider"), at=MONDAY + DAY
        )

        assert Matter.objects.get(number=number).state == "reviewing"
        assert "涉及第三人利益" in letter(number, "decline")

    def test_is_answered_before_the_case_is_decided(self) -> None:
        number = self.asked("reviewed")
        before = snapshot(number)

        with pytest.raises(WithdrawalAsked):
            actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY)

        assert snapshot(number) == before

    @pytest.mark.parametrize("role", ["clerk", "joint_reviewer", "issuer", "supervisor", "applicant"])
    def test_is_confirmed_by_no_other_duty(self, role: str) -> None:
        number = self.asked()
        before = snapshot(number)

        with pytest.raises(NotYours):
            actions.confirm_withdrawal(number=number, actor=actor(role), at=MONDAY)

        assert snapshot(number) == before

    def test_nothing_is_confirmed_that_nobody_asked_for(self) -> None:
        number = case("reviewing")
        before = snapshot(number)

        with pytest.raises(NothingProposed):
            actions.confirm_withdrawal(number=number, actor=actor("decider"), at=MONDAY)

        assert snapshot(number) == before


class TestTerminate:
    @pytest.mark.parametrize("stage", ["submitted", "correcting", "accepted", "reviewed"])
    def test_ends_the_case_with_a_notice(self, stage: str) -> None:
        number = case(stage)

        actions.terminate(
            number=number, ground="subject_ceased", reason="公司已注销", actor=actor("decider"), at=MONDAY
        )

        assert Matter.objects.get(number=number).state == "terminated"
        assert nothing_runs(number)
        assert "termination_notice" in written(number)
        assert "公司已注销" in letter(number, "terminate")

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"ground": "too_much_work"}, "ground"),
            ({"ground": "correction_unanswered"}, "ground"),
            ({"reason": ""}, "reason"),
            ({"ground": "other_statutory"}, "basis"),
        ],
    )
    def test_needs_a_lawful_ground(self, said: dict[str, str], field: str) -> None:
        number = case("correcting")
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.terminate(
                **{"number": number, "ground": "subject_ceased", "reason": "公司已注销", **said},
                actor=actor("decider"),
                at=MONDAY,
            )

        assert list(refused.value.errors) == [field]
        assert snapshot(number) == before

    @pytest.mark.parametrize("role", ["clerk", "lead_reviewer", "issuer", "supervisor", "applicant", "stranger"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, role: str) -> None:
        number = case("reviewing")
        before = snapshot(number)

        with pytest.raises((NotYours, NotFound)):
            actions.terminate(number=number, ground="subject_ceased", reason="公司已注销", actor=actor(role), at=MONDAY)

        assert snapshot(number) == before

    def test_is_not_for_what_is_decided(self) -> None:
        number = case("granted")
        before = snapshot(number)

        with pytest.raises(NotAllowedNow):
            actions.terminate(number=number, ground="subject_ceased", reason="注销", actor=actor("decider"), at=MONDAY)

        assert snapshot(number) == before


class TestVoid:
    def proposed(self, stage: str = "submitted") -> str:
        number = case(stage)
        actions.propose_voiding(number=number, reason="同一申请重复收件", actor=actor("clerk"), at=MONDAY)
        return number

    @pytest.mark.parametrize("stage", ["submitted", "correcting", "reviewing", "reviewed"])
    def test_is_approved_by_a_supervisor_and_stays_on_record(self, stage: str) -> None:
        number = self.proposed(stage)
        assert Proposal.objects.get(matter__number=number).due_on == dt.date(2026, 3, 4)

        actions.void(number=number, actor=actor("supervisor"), at=MONDAY + DAY)

        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.closed_at) == ("voided", MONDAY + DAY)
        assert nothing_runs(number)
        assert "voiding_note" in written(number)
        alert = Alert.objects.get(matter=matter)
        assert (alert.rule, alert.facts["state"]) == (
            "voided",
            case_page(actor("clerk"), number, MONDAY).timeline[-1].from_state,
        )
        assert letter(number, "void").startswith("您的办件因登记有误作废")

    def test_is_declined_and_the_case_goes_on(self) -> None:
        number = self.proposed()

        actions.decline(number=number, kind="voiding", answer="并非重复", actor=actor("supervisor"), at=MONDAY)

        assert Matter.objects.get(number=number).state == "submitted"
        assert letter(number, "decline") == ""

    @pytest.mark.parametrize("role", ["clerk", "lead_reviewer", "decider", "issuer", "applicant", "stranger"])
    def test_is_approved_and_declined_by_nobody_else(self, role: str) -> None:
        number = self.proposed()
        before = snapshot(number)

        with pytest.raises((NotYours, NotFound)):
            actions.void(number=number, actor=actor(role), at=MONDAY)
        with pytest.raises((NotYours, NotFound)):
            actions.decline(number=number, kind="voiding", answer="不", actor=actor(role), at=MONDAY)

        assert snapshot(number) == before

    def test_is_not_approved_by_who_proposed_it(self) -> None:
        number = self.proposed()
        before = snapshot(number)

        with pytest.raises(NotYours):
            actions.void(number=number, actor=charged("clerk", number, DutyKind.SUPERVISOR), at=MONDAY)

        assert snapshot(number) == before

    def test_of_what_nobody_proposed_is_not_for_a_supervisor_to_begin(self) -> None:
        number = case("submitted")
        before = snapshot(number)

        with pytest.raises(NothingProposed):
            actions.void(number=number, actor=actor("supervisor"), at=MONDAY)
        with pytest.raises(NotYours):
            actions.propose_voiding(number=number, reason="x", actor=actor("supervisor"), at=MONDAY)

        assert snapshot(number) == before

    def test_is_all_that_a_supervisor_may_do(self) -> None:
        for stage in ("submitted", "reviewing", "granted"):
            moves = case_page(actor("supervisor"), case(stage), MONDAY).moves

            assert {move.verb for move in moves} <= {"void", "decline"}


class TestDecline:
    @pytest.mark.parametrize(
        ("said", "field"), [({"kind": "weather"}, "kind"), ({"answer": " "}, "answer"), ({"kind": ""}, "kind")]
    )
    def test_names_what_is_wrong(self, said: dict[str, str], field: str) -> None:
        number = case("reviewing")
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.decline(
                **{"number": number, "kind": "withdrawal", "answer": "不同意", **said},
                actor=actor("decider"),
                at=MONDAY,
            )

        assert list(refused.value.errors) == [field]
        assert snapshot(number) == before


class TestWhatEndsByItself:
    def test_a_correction_that_never_comes_ends_the_case_after_its_days(self) -> None:
        number = case("correcting")
        assert Matter.objects.get(number=number).due_on == dt.date(2026, 4, 1)

        assert sweep_corrections(at=dt.datetime(2026, 4, 1, 15, 0, tzinfo=dt.UTC)) == 0
        assert sweep_corrections(at=dt.datetime(2026, 4, 1, 16, 1, tzinfo=dt.UTC)) == 1
        assert sweep_corrections(at=dt.datetime(2026, 4, 2, 16, 1, tzinfo=dt.UTC)) == 0

        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.answer_due_on) == ("terminated", None)
        assert nothing_runs(number)
        notice = Document.objects.get(matter=matter, kind="termination_notice")
        assert ["终止情形", "逾期没有补正"] in notice.data["fields"]
        assert JournalEntry.objects.get(matter=matter, verb="terminate").facts == {"ground": "correction_unanswered"}
        assert "可以随时重新申请" in letter(number, "terminate")

    def test_a_correction_in_time_is_left_alone(self) -> None:
        case("submitted")

        assert sweep_corrections(at=MONDAY + 90 * DAY) == 0

    def test_what_nobody_rates_is_closed_after_some_days(self) -> None:
        number = case("delivered")

        found = [sweep_delivered(at=MONDAY + n * DAY + dt.timedelta(minutes=1)) for n in (14, 15, 16)]

        assert found == [0, 1, 0]
        entry = JournalEntry.objects.get(matter__number=number, verb="close")
        assert (Matter.objects.get(number=number).state, entry.actor) == ("closed", {"name": "系统"})
