"""Alerts that are raised by a step itself."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matters.days import days, owner
from tests.matters.errand import MONDAY, clerk
from tests.matters.test_step import started
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.alerts import alert
from tongban.matters.actions.step import step
from tongban.matters.models import Alert, JournalEntry, Matter
from tongban.matters.queries import read
from tongban.parties.models import Authority

__all__ = ["days", "owner"]

MINUTE = dt.timedelta(minutes=1)
ALLOWED = 30 * MINUTE


def note(number: str, owner: Authority, occurred_at: dt.datetime | None) -> None:
    actor = clerk(owner)
    step(read(number, actor=actor), "note", actor=actor, at=MONDAY, occurred_at=occurred_at)


class TestBackdating:
    def test_raises_an_alert_in_the_same_statement(self, owner: Authority) -> None:
        number = started(owner)
        parameter("backdating_tolerance_minutes")

        with CaptureQueriesContext(connection) as said:
            note(number, owner, MONDAY - ALLOWED - MINUTE)

        found = Alert.objects.get(matter__number=number)
        entry = JournalEntry.objects.get(matter__number=number, sequence=found.entry_sequence)
        assert (found.rule, found.severity, found.facts) == ("backdated", "warn", {"minutes": 31, "allowed": 30})
        assert (entry.verb, entry.occurred_at, entry.recorded_at) == ("note", MONDAY - ALLOWED - MINUTE, MONDAY)
        assert len(said) == 2

    @pytest.mark.parametrize("occurred_at", [None, MONDAY, MONDAY - ALLOWED])
    def test_raises_none_within_the_tolerance(self, owner: Authority, occurred_at: dt.datetime | None) -> None:
        note(started(owner), owner, occurred_at)

        assert not Alert.objects.exists()

    def test_refuses_what_has_not_happened_yet(self, owner: Authority) -> None:
        number = started(owner)

        with pytest.raises(BadInput) as refused:
            note(number, owner, MONDAY + MINUTE)

        assert list(refused.value.errors) == ["occurred_at"]
        assert Matter.objects.get(number=number).version == 2


class TestAlert:
    def test_is_written_with_the_step_that_raises_it(self, owner: Authority) -> None:
        number, actor = started(owner), clerk(owner)
        facts = read(number, actor=actor)

        step(facts, "note", actor=actor, at=MONDAY, writes=[alert("M04", facts.matter, at=MONDAY, facts={"times": 2})])

        found = Alert.objects.get(matter__number=number)
        assert (found.rule, found.severity, found.entry_sequence) == ("M04", "violation", 3)
        assert found.acknowledged_at is None

    def test_has_a_rule_that_is_known(self, owner: Authority) -> None:
        with pytest.raises(KeyError):
            alert("M99", Matter(version=1), at=MONDAY)
