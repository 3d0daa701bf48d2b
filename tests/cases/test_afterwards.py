"""After the decision: revocation, cancellation, reconsideration and litigation, and deciding anew."""

import datetime as dt
from typing import Any

import pytest

from tests.cases.factory import case
from tests.cases.licensed import licence_of, verbs
from tests.cases.test_life import snapshot
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.afterwards.cancel import StillValid
from tongban.cases.actions.afterwards.conclude_challenge import NothingToConclude
from tongban.cases.actions.afterwards.enter_challenge import AlreadyChallenged
from tongban.cases.actions.afterwards.redo import NothingOrdered
from tongban.cases.models import Case, Challenge, Decision, Delivery, Document
from tongban.cases.queries import case_page
from tongban.kernel.errors import BadInput
from tongban.licences.models import Licence
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Clock, JournalEntry, Matter

LATER = MONDAY + 30 * DAY
WHY = {"ground": "fraud", "reason": "提交了虚假的施工方案", "heard": "4月1日当面听取了陈述和申辩"}


def revoke(number: str, role: str = "decider", **said: str) -> None:
    actions.revoke(number=number, actor=actor(role), at=LATER, **{**WHY, **said})


def cancel(number: str, role: str = "decider", at: dt.datetime = LATER, **said: str) -> None:
    told = {"ground": "dissolution", "reason": "公司已注销登记", **said}
    actions.cancel(number=number, actor=actor(role), at=at, **told)


def challenge(number: str, **said: Any) -> None:
    told = {"kind": "reconsideration", "body": "贵阳市人民政府", "case_number": "筑府复〔2026〕1号"}
    told |= {"lodged_on": MONDAY.date(), **said}
    actions.enter_challenge(number=number, actor=actor("lead_reviewer"), at=LATER, **told)


def conclude(number: str, outcome: str, **said: Any) -> None:
    actions.conclude_challenge(
        number=number, outcome=outcome, actor=actor("lead_reviewer"), at=LATER, **{"effect": "见决定书", **said}
    )


def redo(number: str, at: dt.datetime = LATER) -> None:
    actions.redo(number=number, reason="按复议决定重新办理", actor=actor("decider"), at=at)


def refused() -> str:
    number = case("reviewed")
    actions.decide(number=number, outcome="refused", reasons="净距不足", actor=actor("decider"), at=MONDAY)
    actions.deliver(number=number, mode="space", actor=actor("issuer"), at=MONDAY)
    return number


def state(number: str) -> str:
    return Matter.objects.get(number=number).state


class TestRevoke:
    @pytest.mark.parametrize("stage", ["granted", "issued", "delivered"])
    def test_takes_back_the_grant_and_its_licence_with_a_decision(self, stage: str) -> None:
        number = case(stage)

        revoke(number)

        assert (state(number), Matter.objects.get(number=number).due_on) == ("revoked", None)
        paper = Document.objects.get(matter__number=number, kind="revocation_decision")
        assert ["法律依据", "《中华人民共和国行政许可法》第六十九条第二款"] in paper.data["fields"]
        assert "行政复议" in paper.data["body"][-1]
        if stage != "granted":
            licence = Licence.objects.get(identifier=licence_of(number))
            assert licence.state == "revoked"
            assert licence.standings.order_by("-pk")[0].basis.endswith("第六十九条第二款")
        assert "虚假" not in str(JournalEntry.objects.get(matter__number=number, verb="revoke").facts)

    def test_may_follow_the_closing(self) -> None:
        number = case("delivered")
        actions.close(number=number, actor=actor("clerk"), at=MONDAY)

        revoke(number)

        assert state(number) == "revoked"

    @pytest.mark.parametrize("field", ["ground", "reason", "heard"])
    def test_names_what_is_missing_and_leaves_no_trace(self, field: str) -> None:
        number = case("issued")
        before = snapshot(number)

        with pytest.raises(BadInput) as wrong:
            revoke(number, **{field: " "})

        assert list(wrong.value.errors) == [field]
        assert (snapshot(number), Licence.objects.exclude(matter=None).get().state) == (before, "valid")

    @pytest.mark.parametrize("role", ["applicant", "clerk", "lead_reviewer", "issuer"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, role: str) -> None:
        number = case("issued")
        before = snapshot(number)

        with pytest.raises(NotYours):
            revoke(number, role)

        assert (snapshot(number), Licence.objects.exclude(matter=None).get().state) == (before, "valid")
        assert "revoke" not in verbs(role, number)

    @pytest.mark.parametrize("stage", ["reviewed", "submitted"])
    def test_is_refused_before_the_grant(self, stage: str) -> None:
        with pytest.raises(NotAllowedNow):
            revoke(case(stage))


class TestCancel:
    def test_strikes_the_grant_and_its_licence_off(self) -> None:
        number = case("delivered")

        cancel(number)

        assert (state(number), Licence.objects.exclude(matter=None).get().state) == ("cancelled", "cancelled")
        paper = Document.objects.get(matter__number=number, kind="cancellation_decision")
        assert ["法律依据", "《中华人民共和国行政许可法》第七十条第（三）项"] in paper.data["fields"]

    def test_follows_a_revocation(self) -> None:
        number = case("delivered")
        revoke(number)

        cancel(number, ground="taken_back", reason="已撤销")

        assert (state(number), Licence.objects.exclude(matter=None).get().state) == ("cancelled", "cancelled")

    def test_for_expiry_waits_until_it_has_expired(self) -> None:
        number = case("delivered")
        until = Decision.objects.get(matter__number=number).valid_until
        assert until == dt.date(2026, 6, 1)
        last = dt.datetime(2026, 6, 1, 4, tzinfo=dt.UTC)

        with pytest.raises(StillValid):
            cancel(number, at=last, ground="expired")

        cancel(number, at=last + DAY, ground="expired")
        assert state(number) == "cancelled"

    @pytest.mark.parametrize("field", ["ground", "reason"])
    def test_names_what_is_missing_and_leaves_no_trace(self, field: str) -> None:
        number = case("issued")
        before = snapshot(number)

        with pytest.raises(BadInput) as wrong:
            cancel(number, **{field: ""})

        assert list(wrong.value.errors) == [field]
        assert snapshot(number) == before

    @pytest.mark.parametrize("role", ["applicant", "clerk", "issuer"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, role: str) -> None:
        number = case("issued")
        before = snapshot(number)

        with pytest.raises(NotYours):
            cancel(number, role)

        assert snapshot(number) == before


class TestChallenge:
    def test_is_entered_and_concluded_without_moving_the_case(self) -> None:
        number = case("delivered")

        challenge(number)
        conclude(number, "upheld", concluded_on=LATER.date())

        row = Challenge.objects.get(matter__number=number)
        assert (row.kind, row.outcome, row.concluded_on) == ("reconsideration", "upheld", LATER.date())
        assert (state(number), Licence.objects.exclude(matter=None).get().state) == ("delivered", "valid")
        assert case_page(actor("applicant"), number, LATER).after.challenges == [row]

    def test_runs_one_at_a_time(self) -> None:
        number = refused()
        challenge(number)

        with pytest.raises(AlreadyChallenged):
            challenge(number, kind="litigation")

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"kind": "petition"}, "kind"),
            ({"body": ""}, "body"),
            ({"case_number": ""}, "case_number"),
            ({"lodged_on": None}, "lodged_on"),
            ({"lodged_on": dt.date(2099, 1, 1)}, "lodged_on"),
        ],
    )
    def test_names_what_is_wrong_and_leaves_no_trace(self, wrong: dict[str, Any], field: str) -> None:
        number = refused()
        before = snapshot(number)

        with pytest.raises(BadInput) as bad:
            challenge(number, **wrong)

        assert list(bad.value.errors) == [field]
        assert snapshot(number) == before

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"outcome": "won"}, "outcome"),
            ({"effect": ""}, "effect"),
            ({"concluded_on": dt.date(2026, 3, 1)}, "concluded_on"),
            ({"concluded_on": dt.date(2099, 1, 1)}, "concluded_on"),
        ],
    )
    def test_outcome_names_what_is_wrong(self, wrong: dict[str, Any], field: str) -> None:
        number = refused()
        challenge(number)

        with pytest.raises(BadInput) as bad:
            conclude(number, **{"outcome": "upheld", **wrong})

        assert list(bad.value.errors) == [field]

    def test_that_does_not_run_is_not_concluded(self) -> None:
        with pytest.raises(NothingToConclude):
            conclude(refused(), "upheld")

    def test_is_entered_by_the_lead_only(self) -> None:
        number = refused()

        with pytest.raises(NotYours):
            actions.enter_challenge(
                number=number,
                kind="litigation",
                body="法院",
                case_number="1",
                lodged_on=MONDAY.date(),
                actor=actor("applicant"),
                at=LATER,
            )

    def test_before_the_decision_is_none(self) -> None:
        with pytest.raises(NotAllowedNow):
            challenge(case("reviewed"))


class TestRemedies:
    def test_are_sixty_days_and_six_months_from_the_delivery(self) -> None:
        told = case_page(actor("applicant"), refused(), MONDAY).after.remedies

        assert told is not None
        assert (told.reconsideration_until, told.litigation_until) == (dt.date(2026, 5, 1), dt.date(2026, 9, 2))

    def test_do_not_run_before_it(self) -> None:
        assert case_page(actor("applicant"), case("issued"), MONDAY).after.remedies is None


class TestRedo:
    def test_sends_a_refusal_back_to_the_decision_with_a_new_limit(self) -> None:
        number = refused()
        challenge(number)
        conclude(number, "to_redo")

        redo(number)

        matter, clock = Matter.objects.get(number=number), Clock.objects.filter(matter__number=number).last()
        assert clock is not None
        assert (matter.state, matter.finished_on, matter.closed_at) == ("deciding", None, None)
        assert (clock.kind, clock.started_on, clock.stopped_on, matter.due_on) == (
            "legal",
            LATER.date(),
            None,
            clock.due_on,
        )
        assert case_page(actor("decider"), number, LATER).lamp == "white"

    def test_lets_the_decision_be_taken_anew_and_delivered_again(self) -> None:
        number = refused()
        challenge(number)
        conclude(number, "to_redo")
        redo(number)

        actions.decide(number=number, outcome="granted", actor=actor("decider"), at=LATER)
        actions.issue(number=number, actor=actor("issuer"), at=LATER)
        actions.deliver(number=number, mode="space", actor=actor("issuer"), at=LATER)

        assert Decision.objects.get(matter__number=number).outcome == "granted"
        assert Delivery.objects.get(matter__number=number).delivered_at == LATER
        assert Document.objects.filter(matter__number=number, kind="decision").count() == 2
        assert Licence.objects.get(identifier=licence_of(number)).state == "valid"

    @pytest.mark.parametrize(("outcome", "standing"), [("granted", "valid"), ("refused", "revoked")])
    def test_suspends_a_licence_until_the_new_decision(self, outcome: str, standing: str) -> None:
        number = case("delivered")
        challenge(number)
        conclude(number, "to_redo")

        redo(number)
        assert Licence.objects.exclude(matter=None).get().state == "suspended"
        actions.decide(number=number, outcome=outcome, reasons="重新审查", actor=actor("decider"), at=LATER)

        assert Licence.objects.exclude(matter=None).get().state == standing
        assert "issue" in case_page(actor("issuer"), number, LATER).waits if outcome == "granted" else True
        actions.deliver(number=number, mode="space", actor=actor("issuer"), at=LATER)

    def test_makes_a_new_licence_where_the_first_was_revoked(self) -> None:
        number = case("delivered")
        challenge(number)
        conclude(number, "revoked")
        revoke(number)
        redo(number)

        actions.decide(number=number, outcome="granted", actor=actor("decider"), at=LATER)
        actions.issue(number=number, actor=actor("issuer"), at=LATER)

        made = Licence.objects.exclude(matter=None).order_by("pk")
        assert list(made.values_list("state", flat=True)) == ["revoked", "valid"]

    def test_waits_for_the_revocation_of_a_grant_that_was_quashed(self) -> None:
        number = case("delivered")
        challenge(number)
        conclude(number, "revoked")
        before = snapshot(number)

        with pytest.raises(NothingOrdered, match="先办理撤销"):
            redo(number)

        assert (snapshot(number), Licence.objects.exclude(matter=None).get().state) == (before, "valid")

    def test_sends_a_refused_acceptance_back_to_the_window(self) -> None:
        number = case("submitted")
        reason = {"ground": "not_competent", "reason": "x", "competent_authority": "y"}
        actions.propose_refusal(number=number, actor=actor("clerk"), at=MONDAY, **reason)
        actions.refuse_acceptance(
            number=number, actor=actor("decider"), at=MONDAY, how_it_could_be_done="到有权机关申请", **reason
        )
        challenge(number)
        conclude(number, "to_redo")

        redo(number)

        assert state(number) == "submitted"
        # Five working days from Wednesday 1 April: Monday 6 April is 清明.
        assert Matter.objects.get(number=number).due_on == dt.date(2026, 4, 9)
        actions.accept(number=number, actor=actor("clerk"), at=LATER)
        assert Case.objects.get(matter__number=number).accepted_on == LATER.date()

    @pytest.mark.parametrize("outcome", ["upheld", "withdrawn", "unlawful", "altered"])
    def test_is_refused_where_nothing_was_ordered(self, outcome: str) -> None:
        number = refused()
        challenge(number)
        conclude(number, outcome)
        before = snapshot(number)

        with pytest.raises(NothingOrdered):
            redo(number)

        assert snapshot(number) == before

    def test_is_done_once_for_an_order(self) -> None:
        number = refused()
        challenge(number)
        conclude(number, "to_redo")
        redo(number)
        actions.decide(number=number, outcome="refused", reasons="仍不符合", actor=actor("decider"), at=LATER)

        with pytest.raises(NothingOrdered):
            redo(number)

    def test_needs_a_reason_and_the_duty(self) -> None:
        number = refused()
        challenge(number)
        conclude(number, "to_redo")
        before = snapshot(number)

        with pytest.raises(BadInput):
            actions.redo(number=number, reason="", actor=actor("decider"), at=LATER)
        with pytest.raises(NotYours):
            actions.redo(number=number, reason="x", actor=actor("clerk"), at=LATER)

        assert snapshot(number) == before
