"""The authority's reviewer agrees or sends back; who wrote in a draft does neither."""

import datetime as dt

import pytest

from tests.catalogue.revisions.flow import (
    TUESDAY,
    brought,
    edited,
    entries,
    revision,
    trace,
    with_every_duty,
)
from tests.city import actor
from tongban.catalogue.actions import pass_review, send_back
from tongban.catalogue.models import Revision
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Clock, Matter


class TestPassReview:
    def test_goes_on_to_the_publisher_with_a_clock_of_their_own(self) -> None:
        number = revision("reviewing")

        pass_review(number=number, actor=actor("item_reviewer"), at=TUESDAY)

        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.due_on) == ("approving", dt.date(2026, 3, 6))
        clocks = Clock.objects.filter(matter=matter).order_by("pk")
        assert [(clock.kind, clock.stopped_on) for clock in clocks] == [
            ("revision_review", TUESDAY.date()),
            ("revision_publish", None),
        ]
        assert Revision.objects.get(matter=matter).reviewer_id == actor("item_reviewer").official_id
        assert entries(number)[-1] == ("pass_review", actor("item_reviewer").name)

    def test_is_for_the_operators_reviewers_too(self) -> None:
        number = revision("reviewing")

        pass_review(number=number, actor=actor("shen.tongpan"), at=TUESDAY)

        assert Matter.objects.get(number=number).state == "approving"

    @pytest.mark.parametrize("role", ["steward", "publisher", "bian.xiulan"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, role: str) -> None:
        number = revision("reviewing")
        before = trace()

        with pytest.raises(NotYours):
            pass_review(number=number, actor=actor(role), at=TUESDAY)

        assert trace() == before

    def test_is_not_found_by_others(self) -> None:
        number = revision("reviewing")

        with pytest.raises(NotFound):
            pass_review(number=number, actor=actor("stranger"), at=TUESDAY)

    def test_is_refused_to_its_author_whatever_their_duties(self) -> None:
        number = revision("reviewing")
        before = trace()

        with pytest.raises(NotYours):
            pass_review(number=number, actor=with_every_duty("steward"), at=TUESDAY)

        assert trace() == before

    def test_is_refused_to_whoever_wrote_in_it_after_its_author(self) -> None:
        number = revision()
        edited(number, role="bian.xiulan", phone="0851-87654321")
        brought(number, "reviewing")
        before = trace()

        with pytest.raises(NotYours):
            pass_review(number=number, actor=with_every_duty("bian.xiulan"), at=TUESDAY)

        assert trace() == before

    @pytest.mark.parametrize("state", ["drafting", "approving", "in_force"])
    def test_is_refused_when_it_is_not_with_the_reviewer(self, state: str) -> None:
        number = revision(state)
        before = trace()

        with pytest.raises(NotAllowedNow):
            pass_review(number=number, actor=actor("item_reviewer"), at=TUESDAY)

        assert trace() == before


class TestSendBack:
    @pytest.mark.parametrize(("state", "role"), [("reviewing", "item_reviewer"), ("approving", "publisher")])
    def test_lets_the_author_write_again_and_says_why(self, state: str, role: str) -> None:
        number = revision(state)

        send_back(number=number, reason=" 请写明午间安排 ", actor=actor(role), at=TUESDAY)

        matter, row = Matter.objects.get(number=number), Revision.objects.get(matter__number=number)
        assert (matter.state, matter.due_on) == ("drafting", None)
        assert (row.returned_for, row.reviewer_id) == ("请写明午间安排", None)
        edited(number, phone="0851-87654321")
        assert brought(number, "in_force") == number

    def test_keeps_words_out_of_the_journal(self) -> None:
        number = revision("reviewing")

        send_back(number=number, reason="张三的电话写错了", actor=actor("item_reviewer"), at=TUESDAY)

        from tongban.matters.models import JournalEntry

        assert JournalEntry.objects.filter(matter__number=number).latest("sequence").facts == {}

    def test_needs_a_reason(self) -> None:
        number = revision("reviewing")
        before = trace()

        with pytest.raises(BadInput) as refused:
            send_back(number=number, reason=" ", actor=actor("item_reviewer"), at=TUESDAY)

        assert list(refused.value.errors) == ["reason"]
        assert trace() == before

    @pytest.mark.parametrize(
        ("state", "role"), [("reviewing", "publisher"), ("reviewing", "steward"), ("approving", "item_reviewer")]
    )
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, state: str, role: str) -> None:
        number = revision(state)
        before = trace()

        with pytest.raises(NotYours):
            send_back(number=number, reason="不行", actor=actor(role), at=TUESDAY)

        assert trace() == before

    @pytest.mark.parametrize("state", ["drafting", "in_force"])
    def test_is_refused_when_it_is_with_nobody(self, state: str) -> None:
        number = revision(state)
        before = trace()

        with pytest.raises(NotAllowedNow):
            send_back(number=number, reason="不行", actor=actor("item_reviewer"), at=TUESDAY)

        assert trace() == before
