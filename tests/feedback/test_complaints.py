"""What an applicant asks is answered by the authority, what they complain of by who is not complained of."""

import datetime as dt

import pytest

from tests.cases.factory import case
from tests.city import DAY, MONDAY, actor
from tongban.feedback.actions import answer, lodge, withdraw_complaint
from tongban.feedback.actions.lodge import TooManyOpen
from tongban.feedback.models import Complaint
from tongban.feedback.queries import complaint_list, complaint_page, complaints_about
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry, Matter

pytestmark = pytest.mark.usefixtures("city", "db")
TEXT = "为什么要补这份材料？"


def asked(topic: str = "question") -> str:
    return lodge(number=case("accepted"), topic=topic, text=TEXT, actor=actor("applicant"), at=MONDAY).number


class TestLodge:
    @pytest.mark.parametrize(
        ("topic", "due_on"), [("question", dt.date(2026, 3, 3)), ("complaint", dt.date(2026, 3, 9))]
    )
    def test_starts_the_clock_of_its_topic(self, topic: str, due_on: dt.date) -> None:
        number = asked(topic)

        matter = Matter.objects.get(number=number)
        assert (matter.kind, matter.state, matter.due_on) == ("complaint", "open", due_on)
        assert JournalEntry.objects.get(matter=matter).facts["topic"] == topic

    @pytest.mark.parametrize(
        ("topic", "text", "field"), [("question", "  ", "text"), ("question", "x" * 2001, "text"), ("x", TEXT, "topic")]
    )
    def test_tells_what_is_wrong_and_keeps_nothing(self, topic: str, text: str, field: str) -> None:
        number = case("accepted")

        with pytest.raises(BadInput) as refused:
            lodge(number=number, topic=topic, text=text, actor=actor("applicant"), at=MONDAY)

        assert list(refused.value.errors) == [field]
        assert not Complaint.objects.exists()

    def test_is_for_who_applies_only(self) -> None:
        number = case("accepted")

        with pytest.raises(NotYours):
            lodge(number=number, topic="question", text=TEXT, actor=actor("clerk"), at=MONDAY)
        with pytest.raises(NotFound):
            lodge(number=number, topic="question", text=TEXT, actor=actor("stranger"), at=MONDAY)

        assert not Complaint.objects.exists()

    def test_waits_where_three_wait_already(self) -> None:
        number = case("accepted")
        for _ in range(3):
            lodge(number=number, topic="question", text=TEXT, actor=actor("applicant"), at=MONDAY)

        with pytest.raises(TooManyOpen):
            lodge(number=number, topic="question", text=TEXT, actor=actor("applicant"), at=MONDAY)

        assert Complaint.objects.count() == 3


class TestAnswer:
    def test_closes_it_and_stops_the_clock(self) -> None:
        number = asked()

        answer(number=number, text="图上看不清标高。", actor=actor("clerk"), at=MONDAY + DAY)

        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.due_on, matter.answer_due_on) == ("answered", None, dt.date(2026, 3, 3))
        shown = complaints_about(actor("applicant"), Complaint.objects.get().about_id, MONDAY)
        assert [row.answer for row in shown] == ["图上看不清标高。"]

    def test_of_a_complaint_is_not_for_who_is_complained_of(self) -> None:
        number = asked("complaint")

        with pytest.raises(NotFound):
            answer(number=number, text="没有的事", actor=actor("clerk"), at=MONDAY)
        with pytest.raises(NotFound):
            complaint_page(actor("lead_reviewer"), number, MONDAY)
        answer(number=number, text="已核查并整改。", actor=actor("supervisor"), at=MONDAY)

        assert Complaint.objects.get().answered_by_name == actor("supervisor").name

    def test_is_not_for_who_asked_and_comes_once(self) -> None:
        number = asked()

        with pytest.raises(NotYours):
            answer(number=number, text="自问自答", actor=actor("applicant"), at=MONDAY)
        answer(number=number, text="答", actor=actor("clerk"), at=MONDAY)
        with pytest.raises(NotAllowedNow):
            answer(number=number, text="再答", actor=actor("clerk"), at=MONDAY)

        assert Complaint.objects.get().answer == "答"

    def test_needs_words(self) -> None:
        number = asked()

        with pytest.raises(BadInput):
            answer(number=number, text=" ", actor=actor("clerk"), at=MONDAY)

        assert Matter.objects.get(number=number).state == "open"


class TestWithdrawComplaint:
    def test_is_for_who_wrote_it(self) -> None:
        number = asked()

        with pytest.raises(NotYours):
            withdraw_complaint(number=number, actor=actor("clerk"), at=MONDAY)
        withdraw_complaint(number=number, actor=actor("applicant"), at=MONDAY)

        assert Matter.objects.get(number=number).state == "withdrawn"


class TestComplaintList:
    def test_shows_each_what_is_theirs_to_answer(self) -> None:
        question, complaint = asked(), asked("complaint")

        def seen(role: str) -> set[str]:
            return {row.number for row in complaint_list(actor(role), 1, MONDAY).rows}

        assert seen("clerk") == {question}
        assert seen("supervisor") == {question, complaint}
        assert seen("applicant") == {question, complaint}
        assert seen("stranger") == set()
