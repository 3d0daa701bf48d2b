"""A pre-review is part of the window's answer: one clock, one telling, one receipt."""

import datetime as dt

import pytest

from tests.cases.factory import case, corrections, pdf
from tests.cases.test_life import snapshot
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.intake.return_for_correction import AlreadyToldOnce
from tongban.cases.models import Document
from tongban.kernel.errors import NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Clock, Matter


def receipts(number: str) -> int:
    return Document.objects.filter(matter__number=number, kind="window_receipt").count()


class TestPreReview:
    def test_and_receipt_leave_the_clock_as_it_was(self) -> None:
        number, clerk = case("submitted"), actor("clerk")

        actions.begin_pre_review(number=number, actor=clerk, at=MONDAY + DAY)
        begun = Matter.objects.get(number=number)
        actions.receive(number=number, actor=clerk, at=MONDAY + 2 * DAY)

        matter = Matter.objects.get(number=number)
        assert (begun.state, begun.holder_id) == ("pre_review", clerk.official_id)
        assert (matter.state, matter.due_on) == ("received", dt.date(2026, 3, 9))
        assert Clock.objects.filter(matter=matter).count() == 1
        receipt = Document.objects.get(matter=matter, kind="window_receipt")
        assert ["收到时间", "2026-03-02 10:00"] in receipt.data["fields"]
        assert len(receipt.data["rows"]) == 4

    def test_may_be_skipped(self) -> None:
        number = case("submitted")

        actions.receive(number=number, actor=actor("clerk"), at=MONDAY)

        assert (Matter.objects.get(number=number).state, receipts(number)) == ("received", 1)

    def test_returns_for_correction_to_where_it_came_from_and_tells_once_in_all(self) -> None:
        number, clerk, applicant, later = case("submitted"), actor("clerk"), actor("applicant"), MONDAY + DAY
        actions.begin_pre_review(number=number, actor=clerk, at=MONDAY)

        returned = actions.return_for_correction(number=number, items=corrections(), actor=clerk, at=MONDAY)
        actions.attach(number=number, material_code="plan", name="新图.pdf", data=pdf(), actor=applicant, at=later)
        corrected = actions.correct(number=number, actor=applicant, at=later)

        assert (returned.state, corrected.state) == ("pre_returned", "pre_review")
        assert Matter.objects.get(number=number).due_on == dt.date(2026, 3, 10)
        actions.receive(number=number, actor=clerk, at=later)
        before = snapshot(number)
        with pytest.raises(AlreadyToldOnce):
            actions.return_for_correction(number=number, items=corrections(), actor=clerk, at=later)
        assert snapshot(number) == before

    def test_gives_the_receipt_once(self) -> None:
        number, clerk, applicant, later = case("submitted"), actor("clerk"), actor("applicant"), MONDAY + DAY
        actions.receive(number=number, actor=clerk, at=MONDAY)
        actions.return_for_correction(number=number, items=corrections(), actor=clerk, at=MONDAY)
        actions.attach(number=number, material_code="plan", name="新图.pdf", data=pdf(), actor=applicant, at=later)

        assert (actions.correct(number=number, actor=applicant, at=later).state, receipts(number)) == ("received", 1)

    @pytest.mark.parametrize("verb", ["begin_pre_review", "receive"])
    @pytest.mark.parametrize("role", ["lead_reviewer", "decider", "supervisor", "applicant", "stranger"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, verb: str, role: str) -> None:
        number = case("submitted")
        before = snapshot(number)

        with pytest.raises((NotYours, NotFound)):
            getattr(actions, verb)(number=number, actor=actor(role), at=MONDAY)

        assert snapshot(number) == before

    def test_does_not_begin_once_received(self) -> None:
        number = case("submitted")
        actions.receive(number=number, actor=actor("clerk"), at=MONDAY)
        before = snapshot(number)

        with pytest.raises(NotAllowedNow):
            actions.begin_pre_review(number=number, actor=actor("clerk"), at=MONDAY)

        assert snapshot(number) == before


class TestClaimedTime:
    def test_of_an_acceptance_is_kept_beside_the_recorded_one_and_starts_the_limits(self) -> None:
        number, claimed = case("submitted"), MONDAY + DAY

        actions.accept(number=number, actor=actor("clerk"), at=MONDAY + 3 * DAY, occurred_at=claimed)

        matter = Matter.objects.get(number=number)
        entry = matter.entries.get(verb="accept")
        assert (entry.occurred_at, entry.recorded_at) == (claimed, MONDAY + 3 * DAY)
        # Nine working days from Tuesday 3 March.
        assert matter.due_on == dt.date(2026, 3, 16)
        assert [alert.rule for alert in matter.alerts.all()] == ["backdated"]

    def test_cannot_be_before_the_receipt(self) -> None:
        number = case("submitted")
        before = snapshot(number)

        with pytest.raises(Exception, match="不能早于") as refused:
            actions.accept(number=number, actor=actor("clerk"), at=MONDAY + DAY, occurred_at=MONDAY - DAY)

        assert list(refused.value.errors) == ["occurred_at"]  # type: ignore[attr-defined]
        assert snapshot(number) == before
