"""Cases tell by night what they showed: in absolute figures, so that telling twice changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cases.factory import at_the_window, case, road_code
from tests.city import DAY, MONDAY
from tongban.cases.actions.announce_figures import announce_figures
from tongban.cases.models import Case
from tongban.cases.queries.figures import daily_figures
from tongban.catalogue.actions.keep_figures import keep_figures
from tongban.kernel.outbox import forward
from tongban.matters.models import Matter, Pause

TODAY = MONDAY.date()


def showed(day: dt.date = TODAY) -> dict[str, Any]:
    """Return what the cases of a day showed of the item that the tests apply for."""
    return next(row for row in daily_figures(day, day)[day] if row["code"] == road_code())


def announced() -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []
    while forward(said.extend):
        pass
    return [job["payload"] for job in said if job["topic"] == "cases.figures"]


class TestDailyFigures:
    def test_count_what_was_applied_for_and_answered(self) -> None:
        case("submitted")
        case("granted")

        row = showed()

        assert (row["applied"], row["answered"], row["days"], row["visits"]) == (2, 1, {"0": 1}, 0)
        assert row["materials"] > 0

    def test_count_working_days_without_those_of_pauses(self) -> None:
        number = case("granted")
        matter = Matter.objects.get(number=number)
        Case.objects.filter(matter=matter).update(decided_at=MONDAY + 10 * DAY)
        for kind, began, ended in (("hearing", 2, 4), ("expert_review", 3, 7)):
            Pause.objects.create(
                matter=matter,
                kind=kind,
                basis="x",
                reason="x",
                declared_days=3,
                started_on=TODAY + began * DAY,
                expected_end_on=TODAY + ended * DAY,
                ended_on=TODAY + ended * DAY,
            )

        # From Monday to the Thursday after next are eight working days; from Wednesday to Monday three were paused.
        assert showed(TODAY + 10 * DAY)["days"] == {"5": 1}

    def test_count_who_came_to_the_window(self) -> None:
        number = at_the_window()
        Case.objects.filter(matter__number=number).update(accepted_on=TODAY, decided_at=MONDAY + DAY)

        assert (showed()["applied"], showed(TODAY + DAY)["visits"]) == (1, 1)

    def test_leave_mock_cases_out(self) -> None:
        case("granted")
        Case.objects.update(mock=True)

        assert daily_figures(TODAY, TODAY) == {}


class TestAnnounceFigures:
    def test_tells_them_by_day_and_again_the_same(self) -> None:
        case("granted")

        announce_figures(at=MONDAY + DAY)
        once = announced()
        announce_figures(at=MONDAY + DAY)

        assert [(each["day"], len(each["figures"])) for each in once] == [("2026-03-02", 1)]
        assert announced() == once

    def test_tells_of_the_days_since_the_last_that_is_known(self) -> None:
        case("granted")
        keep_figures(day=TODAY + 10 * DAY, figures=[showed()])

        assert announce_figures(at=MONDAY + 10 * DAY) == 0
        assert announced() == []
