"""Reviews of closed cases are put away, whatever the inboxes show stays the same; those of cases taken up come back."""

from tests.cases.factory import case
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.sweep_reviews import sweep_reviews
from tongban.cases.handlers import tell_whose_lamps_turned
from tongban.cases.models import Review
from tongban.cases.queries import Filter, inbox
from tongban.matters.models import Matter
from tongban.notices.models import Message


def put_away(number: str) -> set[bool]:
    return set(Review.objects.filter(matter__number=number).values_list("put_away", flat=True))


def seen() -> list[str]:
    return [row.number for row in inbox(actor("joint_reviewer"), Filter("all"), 1, MONDAY).rows]


class TestSweepReviews:
    def test_puts_away_those_of_closed_cases_and_no_others(self) -> None:
        done, running = case("delivered"), case("reviewing")
        actions.close(number=done, actor=actor("clerk"), at=MONDAY)
        before = seen()

        sweep_reviews(at=MONDAY + DAY)

        assert (put_away(done), put_away(running)) == ({True}, {False})
        assert seen() == before == [running]
        assert sweep_reviews(at=MONDAY + DAY) == 0

    def test_brings_back_those_of_a_case_that_is_open_again(self) -> None:
        number = case("delivered")
        actions.close(number=number, actor=actor("clerk"), at=MONDAY)
        sweep_reviews(at=MONDAY + DAY)
        Matter.objects.filter(number=number).update(closed_at=None, state="deciding")

        sweep_reviews(at=MONDAY + DAY)

        assert put_away(number) == {False}
        assert seen() == [number]


class TestLampsTurned:
    def test_are_told_of_to_the_holder_in_one_letter_once(self) -> None:
        holder, owner = actor("clerk").official_id, Matter.objects.get(number=case("submitted")).owner_id
        payload = {"kind": "case", "owner": owner, "holder": holder, "yellow": 2, "red": 1, "at": "2026-03-02"}

        for _ in range(2):
            tell_whose_lamps_turned("lamps.turned", owner, payload)

        letter = Message.objects.get(once_key__startswith="lamps:")
        assert (letter.recipient_official_id, letter.subject) == (holder, "时限提醒：1 件已超期、2 件即将到期")

    def test_are_told_of_to_who_leads_where_nobody_holds(self) -> None:
        owner = Matter.objects.get(number=case("submitted")).owner_id
        payload = {"kind": "case", "owner": owner, "holder": None, "yellow": 1, "red": 0, "at": "2026-03-02"}

        tell_whose_lamps_turned("lamps.turned", owner, payload)

        told = Message.objects.filter(once_key__startswith="lamps:").values_list("recipient_official_id", flat=True)
        assert actor("lead_reviewer").official_id in told
        assert actor("clerk").official_id not in told

    def test_of_mock_cases_are_nobodys_worry(self) -> None:
        payload = {"kind": "mock", "owner": 1, "holder": None, "yellow": 1, "red": 0, "at": "2026-03-02"}

        tell_whose_lamps_turned("lamps.turned", 1, payload)

        assert not Message.objects.filter(once_key__startswith="lamps:").exists()
