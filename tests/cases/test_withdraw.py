"""Withdrawing ends a case at the applicant's wish."""

from tests.cases.factory import case
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.queries import case_page
from tongban.matters.models import Matter


class TestWithdraw:
    def test_after_the_limit_to_correct_is_no_lateness_of_the_authority(self) -> None:
        number, late = case("correcting"), MONDAY + 60 * DAY

        actions.withdraw(number=number, reason="不办了", actor=actor("applicant"), at=late)

        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.finished_on, matter.answer_due_on) == ("withdrawn", late.date(), None)
        assert case_page(actor("applicant"), number, late).lamp == "green"

    def test_of_a_case_that_the_window_left_lying_stays_late(self) -> None:
        number, late = case("submitted"), MONDAY + 60 * DAY

        actions.withdraw(number=number, reason="不办了", actor=actor("applicant"), at=late)

        assert case_page(actor("applicant"), number, late).lamp == "red"
