"""Who works on a case: claimed by one who may, assigned by who leads; of two at once, one gets it."""

import pytest
from django.db import transaction

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.review.assign import HolderUnfit
from tongban.cases.actions.review.claim import AlreadyHeld
from tongban.cases.queries import Filter, case_page, inbox
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry, Matter


def holder(number: str) -> int | None:
    return Matter.objects.get(number=number).holder_id


class TestClaim:
    @pytest.mark.parametrize(("stage", "role"), [("submitted", "clerk"), ("accepted", "lead_reviewer")])
    def test_makes_the_official_the_holder_and_leaves_the_state(self, stage: str, role: str) -> None:
        number = case(stage)

        done = actions.claim(number=number, actor=actor(role), at=MONDAY)

        assert done.state == stage
        assert holder(number) == actor(role).official_id
        assert JournalEntry.objects.filter(matter__number=number).latest("sequence").facts == {
            "to": actor(role).official_id
        }

    def test_is_refused_when_somebody_holds_it_and_the_page_says_so_beforehand(self) -> None:
        number = case("submitted")
        actions.claim(number=number, actor=actor("clerk"), at=MONDAY)
        entries = JournalEntry.objects.filter(matter__number=number).count()

        with pytest.raises(AlreadyHeld, match="分派"), transaction.atomic():
            actions.claim(number=number, actor=actor("clerk"), at=MONDAY)

        assert JournalEntry.objects.filter(matter__number=number).count() == entries
        assert "分派" in case_page(actor("clerk"), number, MONDAY).waits["claim"]

    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self) -> None:
        number = case("submitted")

        with pytest.raises(NotYours), transaction.atomic():
            actions.claim(number=number, actor=actor("supervisor"), at=MONDAY)

        assert holder(number) is None

    def test_is_refused_of_a_closed_case(self) -> None:
        number = case("delivered")
        actions.close(number=number, actor=actor("clerk"), at=MONDAY)

        with pytest.raises(NotAllowedNow):
            actions.claim(number=number, actor=actor("clerk"), at=MONDAY)

    def test_puts_the_case_among_those_that_one_holds(self) -> None:
        number = case("submitted")
        case("submitted")

        actions.claim(number=number, actor=actor("clerk"), at=MONDAY)

        found = inbox(actor("clerk"), Filter("held"), 1, MONDAY)
        assert [(row.number, row.holder) for row in found.rows] == [(number, actor("clerk").name)]


class TestAssign:
    def test_gives_the_case_to_an_official_of_the_authority(self) -> None:
        number = case("accepted")

        actions.assign(number=number, official_id=actor("decider").official_id, actor=actor("lead_reviewer"), at=MONDAY)

        assert holder(number) == actor("decider").official_id

    def test_names_the_field_when_the_official_is_not_charged_with_it_or_holds_it(self) -> None:
        number = case("accepted")
        lead, elsewhere = actor("lead_reviewer"), actor("joint_reviewer").official_id
        actions.claim(number=number, actor=lead, at=MONDAY)

        for unfit in (elsewhere, lead.official_id, 0):
            with pytest.raises(HolderUnfit) as refused, transaction.atomic():
                actions.assign(number=number, official_id=unfit, actor=lead, at=MONDAY)
            assert set(refused.value.errors) == {"official_id"}

        assert holder(number) == lead.official_id

    @pytest.mark.parametrize("role", ["clerk", "decider", "issuer"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, role: str) -> None:
        number = case("accepted")

        with pytest.raises(NotYours), transaction.atomic():
            actions.assign(number=number, official_id=actor(role).official_id, actor=actor(role), at=MONDAY)

        assert holder(number) is None
