"""窗口无否决权: a clerk refers what they would refuse to the authority, which decides, and says what to do instead."""

import datetime as dt

import pytest

from tests.cases.factory import case
from tests.cases.test_apart import charged
from tests.cases.test_life import snapshot
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.intake.propose_refusal import AlreadyReferred
from tongban.cases.actions.proposing import NothingProposed
from tongban.cases.actions.sweep_cases import sweep_referrals
from tongban.cases.handlers import tell_the_applicant
from tongban.cases.models import Case, Document, Proposal
from tongban.cases.queries import case_page
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotYours
from tongban.matters.models import Alert, Clock, Matter
from tongban.notices.models import Message
from tongban.parties.rules.actor import DutyKind

REASON = {"ground": "not_competent", "reason": "该路段属于高速公路用地", "competent_authority": "贵州省交通运输厅"}
HOW = "到贵州省交通运输厅政务窗口申请，材料相同"


def referred(at: dt.datetime = MONDAY) -> str:
    number = case("submitted", at)
    actions.propose_refusal(number=number, actor=actor("clerk"), at=at, **REASON)
    return number


class TestAClerk:
    def test_cannot_refuse(self) -> None:
        number = case("submitted")
        before = snapshot(number)

        with pytest.raises(NotYours):
            actions.refuse_acceptance(
                number=number, actor=actor("clerk"), at=MONDAY, how_it_could_be_done=HOW, **REASON
            )

        assert snapshot(number) == before
        verbs = {move.verb for move in case_page(actor("clerk"), number, MONDAY).moves}
        assert "propose_refusal" in verbs
        assert "refuse_acceptance" not in verbs

    def test_refers_with_a_note_and_the_intake_clock_runs_on(self) -> None:
        number = referred()

        matter, asked = Matter.objects.get(number=number), Proposal.objects.get(matter__number=number)
        assert (matter.state, matter.due_on) == ("submitted", dt.date(2026, 3, 9))
        assert (asked.kind, asked.due_on, asked.facts["ground"]) == ("refusal", dt.date(2026, 3, 3), "not_competent")
        assert Document.objects.filter(matter=matter, kind="window_referral").count() == 1
        assert case_page(actor("decider"), number, MONDAY).proposals[0].is_mine
        assert not case_page(actor("clerk"), number, MONDAY).proposals[0].is_mine

    def test_is_never_answered_later_than_the_intake_clock(self) -> None:
        number = case("submitted")

        actions.propose_refusal(number=number, actor=actor("clerk"), at=MONDAY + 7 * DAY, **REASON)

        assert Proposal.objects.get(matter__number=number).due_on == dt.date(2026, 3, 9)

    def test_refers_once_at_a_time(self) -> None:
        number = referred()
        before = snapshot(number)

        with pytest.raises(AlreadyReferred):
            actions.propose_refusal(number=number, actor=actor("clerk"), at=MONDAY, **REASON)

        assert snapshot(number) == before

    def test_may_still_accept_and_the_referral_falls_away(self) -> None:
        number = referred()

        actions.accept(number=number, actor=actor("clerk"), at=MONDAY)

        asked = Proposal.objects.get(matter__number=number)
        assert (asked.outcome, asked.answered_at) == ("", MONDAY)

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"ground": "incomplete"}, "ground"),
            ({"reason": " "}, "reason"),
            ({"competent_authority": ""}, "competent_authority"),
        ],
    )
    def test_needs_a_lawful_ground_a_reason_and_the_right_authority(self, said: dict[str, str], field: str) -> None:
        number = case("submitted")
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.propose_refusal(number=number, actor=actor("clerk"), at=MONDAY, **{**REASON, **said})

        assert list(refused.value.errors) == [field]
        assert snapshot(number) == before


class TestTheAuthority:
    @pytest.mark.parametrize("role", ["lead_reviewer", "decider"])
    def test_refuses_with_what_to_do_instead(self, role: str) -> None:
        number = referred()

        actions.refuse_acceptance(number=number, actor=actor(role), at=MONDAY + DAY, how_it_could_be_done=HOW, **REASON)

        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.due_on, matter.closed_at) == ("not_accepted", None, MONDAY + DAY)
        assert not Clock.objects.filter(matter=matter, stopped_on=None).exists()
        assert Proposal.objects.get(matter=matter).outcome == "approved"
        decision = Document.objects.get(matter=matter, kind="non_acceptance")
        assert any(HOW in each for each in decision.data["body"])
        assert any("行政复议" in each for each in decision.data["body"])
        assert any("第三十二条第一款第（二）项" in each for each in decision.data["body"])
        assert HOW in Document.objects.get(matter=matter, kind="how_to_note").data["body"]
        tell_the_applicant("case.refuse_acceptance", 1, {"matter": matter.pk, "number": number})
        assert HOW in Message.objects.get(matter=matter).body

    def test_may_refuse_on_its_own(self) -> None:
        number = case("submitted")

        actions.refuse_acceptance(
            number=number,
            ground="not_required",
            reason="人行道临时堆放不需要许可",
            how_it_could_be_done="可以直接施工",
            actor=actor("decider"),
            at=MONDAY,
        )

        matter = Matter.objects.get(number=number)
        assert matter.state == "not_required"
        assert Document.objects.filter(matter=matter, kind="not_required").exists()
        assert "可以直接施工" in Case.objects.get(matter=matter).end_reason

    def test_says_what_to_do_instead_or_does_not_refuse(self) -> None:
        number = referred()
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.refuse_acceptance(
                number=number, actor=actor("decider"), at=MONDAY, how_it_could_be_done=" ", **REASON
            )

        assert list(refused.value.errors) == ["how_it_could_be_done"]
        assert snapshot(number) == before

    def test_is_somebody_else_than_who_referred(self) -> None:
        number = referred()
        before = snapshot(number)
        both = charged("clerk", number, DutyKind.REVIEWER)

        with pytest.raises(NotYours):
            actions.refuse_acceptance(number=number, actor=both, at=MONDAY, how_it_could_be_done=HOW, **REASON)
        with pytest.raises(NotYours):
            actions.decline(number=number, kind="refusal", answer="应当受理", actor=both, at=MONDAY)

        assert snapshot(number) == before

    @pytest.mark.parametrize("verb", ["begin_pre_review", "receive"])
    def test_is_somebody_else_than_who_received(self, verb: str) -> None:
        number = case("submitted")
        getattr(actions, verb)(number=number, actor=actor("clerk"), at=MONDAY)
        both = charged("clerk", number, DutyKind.REVIEWER)
        before = snapshot(number)

        with pytest.raises(NotYours):
            actions.refuse_acceptance(number=number, actor=both, at=MONDAY, how_it_could_be_done=HOW, **REASON)

        assert snapshot(number) == before

    def test_sends_it_back_to_the_window_which_receives_or_has_it_corrected(self) -> None:
        number = referred()

        actions.decline(
            number=number, kind="refusal", answer="该路段已移交市政", actor=actor("lead_reviewer"), at=MONDAY
        )

        asked = Proposal.objects.get(matter__number=number)
        assert (asked.outcome, asked.answer, Matter.objects.get(number=number).state) == (
            "declined",
            "该路段已移交市政",
            "submitted",
        )
        with pytest.raises(AlreadyReferred, match="受理或者一次性告知补正"):
            actions.propose_refusal(number=number, actor=actor("clerk"), at=MONDAY, **REASON)
        assert actions.accept(number=number, actor=actor("clerk"), at=MONDAY).state == "accepted"

    def test_answers_once(self) -> None:
        number = referred()
        actions.decline(number=number, kind="refusal", answer="受理", actor=actor("decider"), at=MONDAY)
        before = snapshot(number)

        with pytest.raises(NothingProposed):
            actions.decline(number=number, kind="refusal", answer="受理", actor=actor("decider"), at=MONDAY)

        assert snapshot(number) == before

    def test_that_leaves_it_lying_raises_an_alert_once(self) -> None:
        number = referred()

        found = [sweep_referrals(at=MONDAY + n * DAY) for n in (1, 2, 3)]

        assert found == [0, 1, 0]
        alert = Alert.objects.get(matter__number=number)
        assert (alert.rule, alert.facts) == ("referral_late", {"due_on": "2026-03-03"})
        assert case_page(actor("decider"), number, MONDAY + 2 * DAY).proposals[0].lamp == "red"
