"""What still runs in a case when it ends before its decision."""

import datetime as dt

from tongban.cases.actions.proposing import fallen_away
from tongban.kernel.clock import day_of
from tongban.matters.actions.pauses import end_pause
from tongban.matters.actions.project import stop
from tongban.matters.actions.writes import Write
from tongban.matters.queries import Facts


def end_all(facts: Facts, *, at: dt.datetime, but: str = "") -> list[Write]:
    """Return the writes that stop every clock, end every pause and let fall what is proposed, `but` one kind of it."""
    today = day_of(at)
    writes: list[Write] = [each for clock in facts.clocks if clock.stopped_on is None for each in stop(clock, today)]
    writes += [end_pause(pause, on=today) for pause in facts.pauses if pause.ended_on is None]
    kinds = {proposal.kind for proposal in facts.parts["proposals"]} - {but}
    return [*writes, *(fallen_away(facts, *kinds, at=at) if kinds else [])]
