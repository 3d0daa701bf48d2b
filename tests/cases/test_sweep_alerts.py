"""What the journal gives away of faked clocks, found by night."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tests.matters.journal import superuser
from tongban.cases import actions
from tongban.cases.actions.sweep_alerts import sweep_alerts
from tongban.cases.models import Case
from tongban.matters.models import Alert, JournalEntry, Matter

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
NIGHT = MONDAY + 14 * HOUR


def raised(rule: str, at: dt.datetime = NIGHT) -> list[tuple[str, str, dict[str, Any]]]:
    """Sweep, and return the alerts of a rule as (number, verb of the entry, facts)."""
    sweep_alerts(at=at)
    found = []
    for each in Alert.objects.filter(rule=rule).select_related("matter").order_by("pk"):
        entry = JournalEntry.objects.get(matter=each.matter, sequence=each.entry_sequence)
        found.append((each.matter.number, entry.verb, each.facts))
    return found


def rewritten(number: str, of_verb: str, **values: Any) -> None:
    """Let an entry say what the actions would not let happen; the journal itself refuses that."""
    with superuser():
        JournalEntry.objects.filter(matter__number=number, verb=of_verb).update(**values)


class TestBatches:
    def test_are_many_moves_of_one_official_outside_office_hours(self) -> None:
        evening = MONDAY + 10 * HOUR  # 20:00 in Shanghai
        numbers = [case("accepted", evening + n * MINUTE) for n in range(6)]

        assert raised("M02") == [(numbers[4], "accept", {"on": "2026-03-02", "entries": 6})]
        assert raised("M02", NIGHT + DAY) == [(numbers[4], "accept", {"on": "2026-03-02", "entries": 6})]

    def test_are_not_seen_by_day_or_in_what_is_less(self) -> None:
        for n in range(6):
            case("accepted", MONDAY + n * MINUTE)
        for n in range(4):
            case("accepted", MONDAY + 10 * HOUR + n * MINUTE)

        assert raised("M02") == []

    def test_are_seen_on_a_day_off(self) -> None:
        saturday = MONDAY + 5 * DAY
        numbers = [case("accepted", saturday + n * MINUTE) for n in range(5)]

        assert [number for number, *_rest in raised("M02", saturday + DAY)] == [numbers[4]]


class TestDecidedInNoTime:
    def test_is_a_promised_item_decided_minutes_after_its_acceptance(self) -> None:
        number = case("granted")

        assert raised("M02") == [(number, "decide", {"took": 0})]

    def test_is_not_what_took_its_time(self) -> None:
        number = case("reviewed")
        actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY + HOUR)

        assert raised("M02") == []


class TestPausedLate:
    # From Monday 2 March, nine working days end on Friday the 13th.
    @pytest.mark.parametrize(("day", "remaining"), [(11, None), (12, 1), (13, 0), (16, -1)])
    def test_is_a_pause_on_the_last_days(self, day: int, remaining: int | None) -> None:
        number, at = case("reviewing"), MONDAY.replace(day=day)
        assert Matter.objects.get(number=number).due_on == dt.date(2026, 3, 13)

        actions.suspend(number=number, kind="expert_review", days=5, reason="论证", actor=actor("lead_reviewer"), at=at)

        late = [(number, "suspend", {"ground": "expert_review", "remaining": remaining})]
        assert raised("M03", at + HOUR) == ([] if remaining is None else late)


class TestToldMoreThanOnce:
    def test_points_to_the_second_notice(self) -> None:
        number = case("correcting")
        rewritten(number, "submit", verb="return_for_correction")

        assert raised("M04") == [(number, "return_for_correction", {})]

    def test_leaves_the_first_alone(self) -> None:
        case("correcting")

        assert raised("M04") == []


class TestAskedForWhatIsSpared:
    @pytest.mark.parametrize(("code", "found"), [("business-licence", [["business-licence"]]), ("plan", [])])
    def test_is_raised_with_the_notice_that_asks(self, code: str, found: list[list[str]]) -> None:
        number = case("submitted")
        asked: list[Any] = [{"code": code, "problem": "没有提交", "requirement": "请提交"}]

        actions.return_for_correction(number=number, items=asked, actor=actor("clerk"), at=MONDAY)

        assert [facts["materials"] for _number, _verb, facts in raised("M07")] == found


class TestBegunAgain:
    @pytest.mark.parametrize(("after", "seen"), [(15, True), (16, False)])
    def test_is_the_same_applicants_same_item_soon_after_a_refusal(self, after: int, seen: bool) -> None:
        first = case("submitted")
        Matter.objects.filter(number=first).update(state="not_accepted", finished_on=MONDAY.date())

        second = case("submitted", MONDAY + after * DAY)

        found = raised("M05", MONDAY + (after + 1) * DAY)
        assert found == ([(second, "submit", {"earlier": [first]})] if seen else [])

    def test_is_not_another_item_or_one_that_was_granted(self) -> None:
        first = case("submitted")
        Matter.objects.filter(number=first).update(state="not_accepted", finished_on=MONDAY.date())
        Case.objects.filter(matter__number=first).update(task_code="0" * 31)
        case("submitted", MONDAY + DAY)

        assert raised("M05", MONDAY + 2 * DAY) == []


class TestDoneByOne:
    def test_is_one_official_in_all_three_parts(self) -> None:
        number = case("granted")
        one = JournalEntry.objects.filter(matter__number=number, verb="decide").get().actor
        for verb in ("accept", "give_opinion"):
            rewritten(number, verb, actor=one)

        assert raised("M08") == [(number, "decide", {})]

    def test_is_not_seen_where_work_was_divided_or_the_case_is_mock(self) -> None:
        number = case("granted")
        one = JournalEntry.objects.filter(matter__number=number, verb="decide").get().actor
        rewritten(number, "accept", actor=one)
        assert raised("M08") == []

        rewritten(number, "give_opinion", actor=one)
        Case.objects.filter(matter__number=number).update(mock=True)

        assert raised("M08") == []


class TestDecidedBeforeAccepted:
    def test_is_found_by_the_claimed_times(self) -> None:
        number = case("granted")
        rewritten(number, "decide", occurred_at=MONDAY - DAY)

        assert raised("M09") == [(number, "decide", {})]


class TestSweepAlerts:
    def test_raises_nothing_twice_and_takes_as_many_statements_for_many(self) -> None:
        sweep_alerts(at=NIGHT)  # what is kept in the process is read now
        case("granted")
        with CaptureQueriesContext(connection) as few:
            first = sweep_alerts(at=NIGHT)
        for _each in range(3):
            case("granted")
        with CaptureQueriesContext(connection) as many:
            second = sweep_alerts(at=NIGHT)

        assert (first["M02"], second["M02"], Alert.objects.filter(rule="M02").count()) == (1, 3, 4)
        assert len(many) == len(few)

    def test_looks_a_week_back(self) -> None:
        case("granted")

        assert raised("M02", MONDAY + 8 * DAY) == []
        assert len(raised("M02", MONDAY + 7 * DAY)) == 1
