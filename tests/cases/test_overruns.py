"""What runs over its own limit while the case does not, found by night and told once."""

import datetime as dt
from typing import Any

from tests.cases.joint import GRAPH, in_review, opine
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.sweep_alerts import sweep_alerts
from tongban.matters.models import Alert, JournalEntry

NIGHT = dt.timedelta(hours=12)


def raised(rule: str, at: dt.datetime) -> list[tuple[str, str, dict[str, Any]]]:
    sweep_alerts(at=at + NIGHT)
    sweep_alerts(at=at + NIGHT)
    return [
        (
            each.matter.number,
            JournalEntry.objects.get(matter=each.matter, sequence=each.entry_sequence).verb,
            each.facts,
        )
        for each in Alert.objects.filter(rule=rule).select_related("matter").order_by("pk")
    ]


class TestStepLate:
    def test_is_raised_once_for_a_branch_while_the_case_is_not_overdue(self) -> None:
        number = in_review(GRAPH)

        assert raised("step_late", MONDAY + 3 * DAY) == []
        assert raised("step_late", MONDAY + 4 * DAY) == [
            (number, "open_reviews", {"steps": ["traffic"], "due_on": "2026-03-05"})
        ]
        assert len(raised("step_late", MONDAY + 5 * DAY)) == 1

    def test_is_not_raised_for_what_was_answered_or_is_paused(self) -> None:
        answered, paused = in_review(GRAPH), in_review(GRAPH)
        opine(answered, "traffic", actor("joint_reviewer"))
        actions.suspend(number=paused, kind="testing", days=20, reason="检测", actor=actor("lead_reviewer"), at=MONDAY)

        assert raised("step_late", MONDAY + 4 * DAY) == []

    def test_is_not_raised_once_the_whole_is_overdue(self) -> None:
        in_review(GRAPH)

        assert raised("step_late", MONDAY + 20 * DAY) == []


class TestPauseOverrun:
    def test_is_raised_once_when_the_declared_days_are_over(self) -> None:
        number = in_review()
        actions.suspend(number=number, kind="testing", days=3, reason="检测", actor=actor("lead_reviewer"), at=MONDAY)

        assert raised("pause_overrun", MONDAY + 3 * DAY) == []
        assert raised("pause_overrun", MONDAY + 4 * DAY) == [
            (number, "suspend", {"grounds": ["testing"], "expected_end_on": "2026-03-05"})
        ]

    def test_is_not_raised_for_one_that_ended(self) -> None:
        number, lead = in_review(), actor("lead_reviewer")
        actions.suspend(number=number, kind="testing", days=3, reason="检测", actor=lead, at=MONDAY)
        actions.resume(number=number, result="合格", actor=lead, at=MONDAY + 2 * DAY)

        assert raised("pause_overrun", MONDAY + 8 * DAY) == []
