"""A holiday notice comes out: due days follow it, and each one concerned hears of it once."""

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.cases.factory import case
from tests.city import actor
from tongban.cases.handlers import tell_the_applicant, tell_whose_days_moved
from tongban.kernel.actions.import_notice import import_notice
from tongban.kernel.models import Announcement
from tongban.kernel.queries import forget_calendars
from tongban.matters.events import DUE_DAYS_MOVED
from tongban.matters.handlers import follow_the_calendar
from tongban.matters.models import JournalEntry, Matter
from tongban.notices.models import Message

# Nine working days from here reach into 2027, whose days are projected until its notice comes.
DECEMBER = dt.datetime(2026, 12, 22, 2, 0, tzinfo=dt.UTC)
NOTICE = "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-04,holiday,元旦\n2027-01-09,workday,元旦\n"
BASIS = "示例通知"


@pytest.fixture(autouse=True)
def calendars() -> Iterator[None]:
    yield
    forget_calendars()


def taken_in(text: str = NOTICE, region: str = "") -> None:
    """Take a notice in, and let all that follows from it happen."""
    import_notice(text, region, basis=BASIS)
    said = Announcement.objects.filter(topic="calendar.changed").latest("pk")
    follow_the_calendar(said.topic, said.key, said.payload)
    moved = Announcement.objects.filter(topic=DUE_DAYS_MOVED).latest("pk")
    tell_whose_days_moved(moved.topic, moved.key, moved.payload)


def letters(**to: int | None) -> list[Message]:
    return list(Message.objects.filter(once_key__startswith="notice:", **to).order_by("pk"))


class TestNotice:
    def test_tells_each_applicant_once_of_all_their_cases(self) -> None:
        one, two, other = case("accepted", DECEMBER), case("accepted", DECEMBER), case("granted", DECEMBER)
        before = dict(Matter.objects.values_list("number", "due_on"))

        taken_in()

        after = dict(Matter.objects.values_list("number", "due_on"))
        assert (before[one], after[one]) == (dt.date(2027, 1, 4), dt.date(2027, 1, 6))
        (letter,) = letters(recipient_person_id=actor("applicant").person_id)
        assert letter.subject == "3 件办件的期限随放假安排调整"
        assert f"办件 {one}（挖掘城市道路许可）：到期日由 2027年1月4日 改为 2027年1月6日。" in letter.body
        assert BASIS in letter.body
        assert all(number in letter.body for number in (one, two, other))

    def test_tells_who_holds_the_case(self) -> None:
        number = case("correcting", dt.datetime(2026, 12, 4, 2, 0, tzinfo=dt.UTC))
        assert Matter.objects.get(number=number).due_on == dt.date(2027, 1, 4)

        taken_in()

        (letter,) = letters(recipient_official_id=actor("clerk").official_id)
        assert letter.subject == "办理期限随放假安排调整：挖掘城市道路许可"
        assert letter.matter.number == number

    def test_is_silent_where_the_day_stays_and_is_only_sure_now(self) -> None:
        number = case("accepted", DECEMBER)
        assert Matter.objects.get(number=number).due_provisional

        taken_in("date,kind,name\n2027-02-06,workday,春节\n")

        entry = JournalEntry.objects.get(matter__number=number, verb="recompute")
        assert entry.facts["before"] == entry.facts["due_on"]
        assert not Matter.objects.get(number=number).due_provisional
        assert letters() == []

    def test_repeated_tells_nobody_twice_and_corrected_tells_anew(self) -> None:
        case("accepted", DECEMBER)
        taken_in()
        moved = Announcement.objects.get(topic=DUE_DAYS_MOVED)
        tell_whose_days_moved(moved.topic, moved.key, moved.payload)
        assert len(letters()) == 1

        taken_in("date,kind,name\n2027-01-01,holiday,元旦\n")

        assert [letter.body.rpartition("改为 ")[2] for letter in letters()] == ["2027年1月6日。", "2027年1月5日。"]

    def test_sends_no_letter_for_the_single_step(self) -> None:
        number = case("accepted", DECEMBER)
        taken_in()
        entry = JournalEntry.objects.get(matter__number=number, verb="recompute")

        tell_the_applicant("case.recompute", entry.pk, {"matter": entry.matter_id, "number": number})

        assert [letter.once_key[:7] for letter in Message.objects.filter(matter__number=number)] == ["notice:"]

    def test_of_another_region_moves_nothing_here(self) -> None:
        number = case("accepted", DECEMBER)
        before = Matter.objects.get(number=number).due_on

        taken_in("date,kind,name\n2026-12-24,holiday,地方节日\n", "522600000000")

        assert Matter.objects.get(number=number).due_on == before
        assert letters() == []

    def test_of_the_region_itself_moves_what_is_open_there(self) -> None:
        number = case("accepted", DECEMBER)
        before = Matter.objects.get(number=number)

        taken_in("date,kind,name\n2026-12-24,holiday,地方节日\n", before.region_id)

        assert Matter.objects.get(number=number).due_on == before.due_on + dt.timedelta(days=1)
        assert len(letters(recipient_person_id=actor("applicant").person_id)) == 1
