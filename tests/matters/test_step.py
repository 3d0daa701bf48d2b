import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.matters.days import days, owner
from tests.matters.errand import MONDAY, clerk, errand
from tongban.kernel.errors import NotFound
from tongban.kernel.models import Announcement
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import allow, step
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.events import NotAllowedNow, NotYours, Overtaken
from tongban.matters.models import Clock, JournalEntry, Matter, Pause
from tongban.matters.queries import open_moves, read, read_by_id
from tongban.parties.models import Authority
from tongban.parties.rules.actor import Actor

__all__ = ["days", "owner"]

DAY = dt.timedelta(days=1)


def started(owner: Authority, days: int = 20) -> str:
    number = errand(owner).number
    actor = clerk(owner)
    clock = start_clock(None, "legal", on=dt.date(2026, 3, 2), days=days, region_code=owner.region_id, pausable=True)
    step(read(number, actor=actor), "start", actor=actor, at=MONDAY, writes=[Insert(clock)])
    return number


class TestStep:
    def test_moves_the_state_and_writes_journal_and_announcement_together(self, owner: Authority) -> None:
        number = started(owner)

        matter = Matter.objects.get(number=number)
        entries = list(JournalEntry.objects.filter(matter=matter).order_by("sequence"))
        assert (matter.state, matter.version) == ("running", 2)
        assert [(e.verb, e.from_state, e.to_state) for e in entries] == [
            ("begin", "", "open"),
            ("start", "open", "running"),
        ]
        assert list(Announcement.objects.order_by("id").values_list("topic", "key")) == [
            ("errand.begin", entries[0].pk),
            ("errand.start", entries[1].pk),
        ]

    def test_takes_one_read_and_one_statement(self, owner: Authority) -> None:
        number, actor = started(owner), clerk(owner)

        with CaptureQueriesContext(
            connection,
        ) as said:
            step(read(number, actor=actor), "note", actor=actor, at=MONDAY)

        assert len(said) == 2

    def test_projects_due_and_warning_days_from_the_clocks(self, owner: Authority) -> None:
        matter = Matter.objects.get(number=started(owner))

        assert matter.due_on == dt.date(2026, 3, 30)
        assert matter.warn_on == dt.date(2026, 3, 24)
        assert matter.due_provisional is False

    def test_moves_the_due_day_by_exactly_the_working_days_of_the_pause(self, owner: Authority) -> None:
        number, actor = started(owner), clerk(owner)
        pause = Pause(
            kind="expert_review",
            basis="《中华人民共和国行政许可法》第四十五条",
            reason="专家评审",
            declared_days=9,
            started_on=dt.date(2026, 3, 9),
            expected_end_on=dt.date(2026, 3, 20),
        )
        step(read(number, actor=actor), "pause", actor=actor, at=MONDAY + 7 * DAY, writes=[Insert(pause)])
        paused = Matter.objects.get(number=number)

        facts = read(number, actor=actor)
        step(
            facts,
            "resume",
            actor=actor,
            at=MONDAY + 18 * DAY,
            writes=[Change(facts.open_pause, {"ended_on": dt.date(2026, 3, 20)})],
        )

        matter = Matter.objects.get(number=number)
        assert (paused.paused_on, paused.due_on) == (dt.date(2026, 3, 9), dt.date(2026, 4, 13))
        assert (matter.paused_on, matter.due_on) == (None, dt.date(2026, 4, 13))
        assert Clock.objects.get(matter=matter).due_on == dt.date(2026, 4, 13)

    def test_keeps_the_day_that_the_answer_is_judged_by(self, owner: Authority) -> None:
        number, actor = started(owner, days=5), clerk(owner)
        facts = read(number, actor=actor)
        stopped = [Change(facts.clocks[0], {"stopped_on": dt.date(2026, 3, 12)})]

        step(facts, "finish", actor=actor, at=MONDAY + 10 * DAY, to="done", writes=stopped)

        late = read(number, actor=actor)
        assert (late.matter.finished_on, late.matter.answer_due_on) == (
            dt.date(2026, 3, 12),
            dt.date(2026, 3, 9),
        )
        assert late.matter.due_on is None
        assert late.lamp(dt.date(2026, 3, 12)) == "red"

    def test_is_refused_out_of_turn_with_who_was_first_and_leaves_no_trace(self, owner: Authority) -> None:
        number, actor = started(owner), clerk(owner)
        before = JournalEntry.objects.count()

        with pytest.raises(NotAllowedNow) as refused:
            step(read(number, actor=actor), "start", actor=clerk(owner, "丙"), at=MONDAY)

        assert "甲 于 03-02 10:00 start" in refused.value.reason
        assert JournalEntry.objects.count() == before
        assert Announcement.objects.count() == before

    def test_is_refused_without_the_duty_and_leaves_no_trace(self, owner: Authority) -> None:
        number, actor = started(owner), clerk(owner)
        before = JournalEntry.objects.count()

        with pytest.raises(NotYours):
            step(read(number, actor=actor), "note", actor=Actor(name="丁"), at=MONDAY)

        assert JournalEntry.objects.count() == before

    def test_writes_nothing_on_facts_that_are_no_longer_so(self, owner: Authority) -> None:
        number, actor = started(owner), clerk(owner)
        stale = read(number, actor=actor)
        step(read(number, actor=actor), "note", actor=actor, at=MONDAY)
        before = (JournalEntry.objects.count(), Announcement.objects.count(), Clock.objects.count())
        clock = start_clock(None, "other", on=dt.date(2026, 3, 2), days=1, region_code=owner.region_id)

        with pytest.raises(Overtaken):
            step(stale, "finish", actor=actor, at=MONDAY, writes=[Insert(clock)])

        assert (JournalEntry.objects.count(), Announcement.objects.count(), Clock.objects.count()) == before
        assert Matter.objects.get(number=number).state == "running"


class TestRead:
    def test_hides_a_matter_from_a_stranger_as_if_it_did_not_exist(self, owner: Authority) -> None:
        number = errand(owner).number

        with pytest.raises(NotFound) as hidden:
            read(number, actor=Actor(name="丁"))
        with pytest.raises(NotFound) as absent:
            read("E999999", actor=Actor(name="丁"))

        assert hidden.value.reason.replace(number, "") == absent.value.reason.replace("E999999", "")

    def test_lists_the_moves_that_are_open_to_the_actor(self, owner: Authority) -> None:
        facts = read(errand(owner).number, actor=clerk(owner))

        assert [move.verb for move in open_moves(facts, clerk(owner))] == ["start"]
        assert open_moves(facts, Actor(name="丁")) == []
        assert allow(facts, "start", clerk(owner)).targets == ("running",)

    def test_reads_by_id_for_the_system(self, owner: Authority) -> None:
        done = errand(owner)

        assert read_by_id(Matter.objects.get(number=done.number).pk).matter.number == done.number


class TestJournal:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE matters_journal_entry SET verb = 'other'",
            "DELETE FROM matters_journal_entry",
            "UPDATE matters_journal_entry SET verb = 'other' WHERE false",
        ],
    )
    def test_refuses_to_be_changed_in_the_database_itself(self, owner: Authority, sql: str) -> None:
        errand(owner)

        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)

        assert JournalEntry.objects.get().verb == "begin"
