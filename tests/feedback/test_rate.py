"""What an applicant says of a service: once, after delivery, and nobody who was rated learns who said it."""

import sys

import pytest
from django.db import IntegrityError, transaction

from tests.cases.factory import STAGES, case, road_code
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.queries.reading import read_case
from tongban.feedback.actions import rate
from tongban.feedback.actions.rate import AlreadyRated
from tongban.feedback.models import Rating
from tongban.feedback.queries import RatingView, Satisfaction, rating_of, satisfaction
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry, Matter
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import SYSTEM, Actor

# The package shows the action under the name of its file.
module = sys.modules["tongban.feedback.actions.rate"]
TUESDAY = MONDAY + DAY
OFFICIALS = ("clerk", "second_clerk", "lead_reviewer", "decider", "issuer", "supervisor")


def trace(number: str) -> tuple[object, ...]:
    """Return all that a refusal must leave as it was."""
    matter = Matter.objects.get(number=number)
    return matter.state, matter.version, matter.closed_at, list(Rating.objects.order_by("id").values())


def rated(level: int, text: str = "") -> str:
    number = case("delivered")
    rate(number=number, level=level, text=text, actor=actor("applicant"), at=TUESDAY)
    return number


class TestRate:
    @pytest.mark.parametrize(
        ("level", "label"), [(1, "非常满意"), (2, "满意"), (3, "基本满意"), (4, "不满意"), (5, "非常不满意")]
    )
    def test_keeps_the_level_and_words_and_closes_the_case(self, level: int, label: str) -> None:
        number = case("delivered")

        rate(number=number, level=level, text=" 很快 ", channel="mobile", actor=actor("applicant"), at=TUESDAY)

        kept = Rating.objects.get(matter__number=number)
        assert (kept.level, kept.get_level_display(), kept.text, kept.channel) == (level, label, "很快", "mobile")
        assert (kept.task_code, kept.rated_by_id, kept.rated_at) == (road_code(), actor("applicant").person_id, TUESDAY)
        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.closed_at) == ("closed", TUESDAY)
        last = JournalEntry.objects.get(matter=matter, sequence=matter.version)
        assert (last.verb, last.actor["name"], last.source) == ("close", SYSTEM.name, "system")

    def test_says_nothing_of_the_rating_in_the_journal(self) -> None:
        number = rated(5, "太慢")

        for entry in JournalEntry.objects.filter(matter__number=number):
            assert "太慢" not in str(entry.facts)
            assert "level" not in entry.facts

    def test_of_a_case_that_is_closed_is_kept_and_moves_nothing(self) -> None:
        number = case("delivered")
        actions.close(number=number, actor=actor("clerk"), at=MONDAY)
        version = Matter.objects.get(number=number).version

        rate(number=number, level=2, actor=actor("applicant"), at=TUESDAY)

        assert Rating.objects.get().level == 2
        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.version, matter.closed_at) == ("closed", version, MONDAY)

    def test_takes_an_unknown_channel_for_the_web(self) -> None:
        number = case("delivered")

        rate(number=number, level=2, channel="pigeon", actor=actor("applicant"), at=TUESDAY)

        assert Rating.objects.get().channel == "web"

    def test_is_refused_the_second_time(self) -> None:
        number = rated(1)
        before = trace(number)

        with pytest.raises(AlreadyRated, match="您已经评价过，谢谢"):
            rate(number=number, level=5, actor=actor("applicant"), at=TUESDAY)

        assert trace(number) == before

    @pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "delivered"])
    def test_is_refused_before_delivery(self, stage: str) -> None:
        number = case(stage)
        before = trace(number)

        with pytest.raises(NotAllowedNow, match="结果送达之后才能评价"):
            rate(number=number, level=1, actor=actor("applicant"), at=TUESDAY)

        assert trace(number) == before

    def test_is_refused_to_those_who_are_rated(self) -> None:
        number = case("delivered")
        before = trace(number)

        for role in OFFICIALS:
            with pytest.raises(NotYours, match="只有申请人可以评价"):
                rate(number=number, level=1, actor=actor(role), at=TUESDAY)
            assert trace(number) == before, role

    def test_is_refused_to_the_system(self) -> None:
        number = case("delivered")
        before = trace(number)

        with pytest.raises(NotYours):
            rate(number=number, level=1, actor=SYSTEM, at=TUESDAY)

        assert trace(number) == before

    def test_does_not_exist_for_a_stranger(self) -> None:
        number = case("delivered")
        before = trace(number)

        with pytest.raises(NotFound):
            rate(number=number, level=1, actor=actor("stranger"), at=TUESDAY)

        assert trace(number) == before

    def test_is_kept_when_a_clerk_closes_the_case_at_the_same_moment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        number = case("delivered")

        def read_then_closed(number: str, by: Actor) -> Facts:
            facts = read_case(number, by)
            actions.close(number=number, actor=actor("clerk"), at=TUESDAY)
            return facts

        monkeypatch.setattr(module, "read_case", read_then_closed)

        rate(number=number, level=3, actor=actor("applicant"), at=TUESDAY)

        assert Rating.objects.get().level == 3
        entry = JournalEntry.objects.get(matter__number=number, verb="close")
        assert entry.actor["name"] == actor("clerk").name

    def test_is_refused_with_the_field_that_is_wrong(self) -> None:
        number = case("delivered")
        before = trace(number)

        for level, text, field in (
            (0, "", "level"),
            (6, "", "level"),
            (-1, "", "level"),
            (1, "长" * 1001, "text"),
            (1, "a\x00b", "text"),
            (1, "a\ud800b", "text"),
        ):
            with pytest.raises(BadInput) as refused:
                rate(number=number, level=level, text=text, actor=actor("applicant"), at=TUESDAY)
            assert set(refused.value.errors) == {field}, (level, text)
            assert trace(number) == before, (level, text)

    def test_takes_as_many_words_as_it_says(self) -> None:
        rated(1, "长" * 1000)

        assert Rating.objects.get().text == "长" * 1000

    def test_is_held_to_five_levels_by_the_database_too(self) -> None:
        rated(1)

        for level in (0, 6):
            with pytest.raises(IntegrityError, match="rating_level_known"), transaction.atomic():
                Rating.objects.update(level=level)
            assert Rating.objects.get().level == 1


class TestRatingOf:
    def test_shows_the_applicant_what_they_said(self) -> None:
        number = rated(4, "太慢")

        assert rating_of(actor("applicant"), number) == RatingView(4, "不满意", "太慢")

    def test_shows_nothing_before_there_is_a_rating(self) -> None:
        assert rating_of(actor("applicant"), case("delivered")) is None

    def test_is_not_shown_to_those_who_are_rated(self) -> None:
        number = rated(5, "太慢")

        assert [rating_of(actor(role), number) for role in OFFICIALS] == [None] * len(OFFICIALS)

    def test_does_not_exist_for_a_stranger(self) -> None:
        number = rated(5)

        with pytest.raises(NotFound):
            rating_of(actor("stranger"), number)


class TestSatisfaction:
    def _ratings(self, *levels: int) -> None:
        rated(1)
        first = Rating.objects.select_related("matter").get()
        matter = first.matter
        Rating.objects.all().delete()
        for number, level in enumerate(levels):
            matter.pk, matter.number = None, f"R{number}"
            matter.save(force_insert=True)
            first.pk, first.matter, first.level = None, matter, level
            first.save(force_insert=True)

    def test_hides_the_share_below_ten_ratings(self) -> None:
        self._ratings(*[1] * 9)

        assert satisfaction(road_code()) == Satisfaction(9, None)

    def test_shows_from_ten_ratings_the_share_of_the_three_better_levels(self) -> None:
        self._ratings(1, 1, 1, 2, 2, 3, 3, 4, 5, 5)

        assert satisfaction(road_code()) == Satisfaction(10, 0.7)

    def test_counts_the_item_alone_in_one_query(self, django_assert_num_queries: object) -> None:
        self._ratings(*[1] * 10)

        with django_assert_num_queries(1):  # type: ignore[operator]
            assert satisfaction("another") == Satisfaction(0, None)
