import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from tests.matters.days import days, owner
from tests.matters.errand import authority, clerk, errand
from tongban.kernel.actions.import_notice import import_notice
from tongban.kernel.models import Announcement
from tongban.kernel.rules.merkle import leaf_hash
from tongban.matters import queries
from tongban.matters.actions import recompute as recomputing
from tongban.matters.actions.pauses import start_pause
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.recompute import recompute
from tongban.matters.actions.step import step
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.models import Clock, JournalEntry, Matter
from tongban.matters.queries import read
from tongban.matters.queries.recorded import canonical_of
from tongban.parties.models import Authority

__all__ = ["days", "owner"]

# Ten working days from here reach into 2027, whose days are projected from weekends until its notice comes.
DECEMBER = dt.datetime(2026, 12, 21, 2, 0, tzinfo=dt.UTC)
NOTICE = "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-04,holiday,元旦\n2027-01-09,workday,元旦\n"

SHORTER = "date,kind,name\n2027-01-01,holiday,元旦\n"


def started(owner: Authority, days: int = 10, *, paused: bool = False) -> str:
    number, actor = errand(owner, DECEMBER).number, clerk(owner)
    clock = start_clock(None, "legal", on=DECEMBER.date(), days=days, region_code=owner.region_id, pausable=True)
    step(read(number, actor=actor), "start", actor=actor, at=DECEMBER, writes=[Insert(clock)])
    if paused:
        pause = start_pause(
            "hearing", basis="x", reason="x", days=2, on=DECEMBER.date(), region_code=owner.region_id, official_id=None
        )
        step(read(number, actor=actor), "pause", actor=actor, at=DECEMBER, writes=[pause])
    return number


class TestRecompute:
    def test_moves_what_reaches_into_the_new_year_and_journals_it(self, owner: Authority) -> None:
        reaching, paused, short = started(owner), started(owner, paused=True), started(owner, days=3)
        before = {m.number: (m.due_on, m.due_provisional) for m in Matter.objects.all()}

        import_notice(NOTICE, basis="示例通知")
        done = recompute(at=DECEMBER)

        after = {m.number: (m.due_on, m.due_provisional) for m in Matter.objects.all()}
        assert before == {
            reaching: (dt.date(2027, 1, 4), True),
            paused: (dt.date(2027, 1, 6), True),
            short: (dt.date(2026, 12, 24), False),
        }
        assert after == {
            reaching: (dt.date(2027, 1, 6), False),
            paused: (dt.date(2027, 1, 8), False),
            short: (dt.date(2026, 12, 24), False),
        }
        assert (sorted(done.numbers), done.looked_at) == (sorted([reaching, paused]), 3)
        entry = JournalEntry.objects.get(matter__number=reaching, verb="recompute")
        assert entry.facts == {"due_on": "2027-01-06", "before": "2027-01-04"}
        assert (entry.sequence, entry.from_state, entry.to_state) == (3, "running", "running")
        assert bytes(entry.leaf_hash) == leaf_hash(canonical_of(entry))
        assert Announcement.objects.filter(topic="errand.recompute", key=entry.pk).exists()
        assert Clock.objects.get(matter__number=reaching).due_on == dt.date(2027, 1, 6)

    def test_looks_again_at_what_somebody_moved_meanwhile(
        self, owner: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number, other = started(owner), started(owner)
        import_notice(NOTICE, basis="示例通知")
        worked_out, moved = recomputing.projection, []

        def moved_meanwhile(*facts: Any) -> Any:
            if not moved:
                moved.append(Matter.objects.filter(number=number).update(version=F("version") + 1))
            return worked_out(*facts)

        monkeypatch.setattr(recomputing, "projection", moved_meanwhile)

        done = recompute(at=DECEMBER)

        assert sorted(done.numbers) == sorted([number, other])
        assert Matter.objects.get(number=number).due_on == dt.date(2027, 1, 6)

    def test_changes_nothing_the_second_time(self, owner: Authority) -> None:
        started(owner)
        import_notice(NOTICE, basis="示例通知")
        recompute(at=DECEMBER)
        entries = JournalEntry.objects.count()

        done = recompute(at=DECEMBER)

        assert done.numbers == []
        assert JournalEntry.objects.count() == entries

    def test_leaves_what_is_closed_and_what_has_stopped(self, owner: Authority) -> None:
        number, actor = started(owner), clerk(owner)
        facts = read(number, actor=actor)
        stopped = [Change(facts.clocks[0], {"stopped_on": DECEMBER.date()})]
        step(facts, "finish", actor=actor, at=DECEMBER, to="closed", writes=stopped)
        import_notice(NOTICE, basis="示例通知")

        assert recompute(at=DECEMBER).looked_at == 0

    def test_takes_as_many_statements_for_many_matters_as_for_one(
        self, owner: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "RULES_KEPT_SECONDS", 10**9)
        import_notice(SHORTER, basis="示例通知")
        for _each in range(3):
            started(owner)
        import_notice(NOTICE, basis="示例通知")
        with CaptureQueriesContext(connection) as few:
            assert len(recompute(at=DECEMBER).numbers) == 3
        for _each in range(20):
            started(owner)
        import_notice(SHORTER, basis="示例通知")
        with CaptureQueriesContext(connection) as many:
            assert len(recompute(at=DECEMBER).numbers) == 23

        assert len(many) == len(few)

    def test_is_asked_for_by_the_notice_itself(self, owner: Authority) -> None:
        import_notice(NOTICE, basis="示例通知")

        assert Announcement.objects.filter(topic="calendar.changed", key=2027).count() == 1
        assert authority() == owner
