"""A pause moves the due day, whatever days the limit is counted in."""

import datetime as dt
from dataclasses import replace
from importlib import import_module

import pytest

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.queries.reading import version_of
from tongban.catalogue.queries import ImplementationView
from tongban.matters.models import Matter


class TestSuspend:
    def test_moves_the_due_day_of_an_item_whose_limits_are_in_calendar_days(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        road = version_of

        def in_calendar_days(version_id: int) -> ImplementationView:
            return replace(road(version_id), legal_unit="calendar", promised_unit="calendar", promised_days=9)

        monkeypatch.setattr(import_module("tongban.cases.actions.intake.accept"), "version_of", in_calendar_days)
        number = case("reviewing")
        before = Matter.objects.get(number=number).due_on

        actions.suspend(
            number=number, kind="expert_review", days=5, reason="论证", actor=actor("lead_reviewer"), at=MONDAY
        )

        # From Monday 2 March 9 days end on the 11th; five working days are seven calendar days.
        assert (before, Matter.objects.get(number=number).due_on) == (dt.date(2026, 3, 11), dt.date(2026, 3, 18))
