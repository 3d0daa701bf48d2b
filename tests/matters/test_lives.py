"""Random lives of matters, with pauses that overlap and limits that are extended, against counting day by day.

The oracle shares nothing with the engine: it takes one day after another, by a package's own answer of what works.
"""

import datetime as dt
from dataclasses import dataclass, field

import chinese_calendar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.matters.errand import clerk, errand
from tongban.matters.actions.pauses import end_pause, start_pause
from tongban.matters.actions.project import start_clock, stop
from tongban.matters.actions.step import step
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.models import JournalEntry, Matter
from tongban.matters.queries import read
from tongban.matters.rules.lamps import Lamp
from tongban.parties.models import Authority

GROUNDS = ("hearing", "expert_review", "testing")


@dataclass
class Excluded:
    """Time out: from the day after the first to the last, as far as it is known."""

    ground: str
    first: dt.date
    last: dt.date
    open: bool = True


@dataclass
class Naive:
    """What is owed, counted on the fingers."""

    started_on: dt.date
    days: int
    excluded: list[Excluded] = field(default_factory=list)

    def due_on(self) -> dt.date:
        day, left = self.started_on, self.days
        while left > 0:
            day += dt.timedelta(days=1)
            out = any(each.first < day <= each.last for each in self.excluded)
            if chinese_calendar.is_workday(day) and not out:
                left -= 1
        return day


def working_days_after(day: dt.date, n: int) -> dt.date:
    while n:
        day += dt.timedelta(days=1)
        n -= chinese_calendar.is_workday(day)
    return day


EVENTS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["pause", "resume", "extend", "note"]), st.integers(1, 15)),
    max_size=8,
)


class TestLives:
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(born=st.dates(dt.date(2006, 1, 4), dt.date(2025, 9, 1)), days=st.integers(1, 45), events=EVENTS)
    def test_are_owed_by_the_day_that_one_counts(
        self, owner: Authority, born: dt.date, days: int, events: list[tuple[int, str, int]]
    ) -> None:
        actor, at = clerk(owner), dt.datetime.combine(born, dt.time(2), dt.UTC)
        number = errand(owner, at).number
        clock = start_clock(None, "legal", on=born, days=days, region_code=owner.region_id, pausable=True)
        step(read(number, actor=actor), "start", actor=actor, at=at, writes=[Insert(clock)])
        first = born if chinese_calendar.is_workday(born) else working_days_after(born, 1)
        naive = Naive(first, days)

        for gap, verb, amount in [(0, "note", 1), *events]:
            at += dt.timedelta(days=gap)
            self._live(number, owner, at, verb, amount, naive)

            matter = Matter.objects.get(number=number)
            open_since = [each.first for each in naive.excluded if each.open]
            assert matter.due_on == naive.due_on()
            assert matter.paused_on == (min(open_since) if open_since else None)
            late = at.date() > naive.due_on()
            assert (read(number, actor=actor).lamp(at.date()) is Lamp.RED) is late

        self._end(number, owner, at, naive)

    def _live(self, number: str, owner: Authority, at: dt.datetime, verb: str, amount: int, naive: Naive) -> None:
        actor, today = clerk(owner), at.date()
        facts = read(number, actor=actor)
        running = [each for each in naive.excluded if each.open]
        free = [ground for ground in GROUNDS if ground not in {each.ground for each in running}]
        if verb == "pause" and free:
            pause = start_pause(
                free[0],
                basis="x",
                reason="x",
                days=amount,
                on=today,
                region_code=owner.region_id,
                official_id=None,
            )
            step(facts, "pause", actor=actor, at=at, writes=[pause])
            naive.excluded.append(Excluded(free[0], today, working_days_after(today, amount)))
        elif verb == "resume" and running:
            ending = running[amount % len(running)]
            row = next(pause for pause in facts.pauses if pause.kind == ending.ground and pause.ended_on is None)
            step(facts, "resume", actor=actor, at=at, writes=[end_pause(row, on=today)])
            ending.last, ending.open = today, False
        elif verb == "extend":
            clock = facts.running("legal")
            assert clock is not None
            step(facts, "note", actor=actor, at=at, writes=[Change(clock, {"days": clock.days + amount})])
            naive.days += amount
        else:
            step(facts, "note", actor=actor, at=at)

    def _end(self, number: str, owner: Authority, at: dt.datetime, naive: Naive) -> None:
        facts = read(number, actor=clerk(owner))

        step(facts, "finish", actor=clerk(owner), at=at, to="done", writes=stop(facts.running("legal"), at.date()))

        matter = Matter.objects.get(number=number)
        assert (matter.answer_due_on, matter.due_on) == (naive.due_on(), None)
        assert JournalEntry.objects.filter(matter=matter).count() == matter.version
