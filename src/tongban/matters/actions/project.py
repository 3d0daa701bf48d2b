"""Due, warning and pause days as they follow from the clocks and pauses that a step leaves behind."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tongban.kernel.queries import calendar_of
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.matters.models import Clock, Pause
from tongban.matters.queries import Facts, spans_of, warning_rule
from tongban.matters.rules.clocks import APPLICANT, STEP, effective_start, reckon


def start_clock(
    facts: Facts | None,
    kind: str,
    *,
    on: dt.date,
    days: int,
    region_code: str,
    unit: str = "working",
    runs_for: str = "authority",
    pausable: bool = False,
    subject: str = "",
) -> Clock:
    """Return an unsaved clock that starts on the day, or on the next working day when that is none.

    `due_on` is set for a period without pauses; the step recomputes it when there are any.
    """
    calendar = calendar_of(region_code)
    start = effective_start(calendar, on) if unit == "working" else on
    pauses = spans_of(facts.pauses) if facts and pausable else ()
    found = reckon(calendar, start=start, days=days, working=unit == "working", pauses=pauses)
    return Clock(
        kind=kind,
        subject=subject,
        started_on=start,
        days=days,
        unit=unit,
        runs_for=runs_for,
        pausable=pausable,
        due_on=found.due.day,
        due_provisional=found.due.provisional,
    )


def stop(clock: Clock | None, on: dt.date) -> list[Write]:
    """Return the write that stops a running clock; none when it does not run."""
    return [Change(clock, {"stopped_on": max(on, clock.started_on)})] if clock else []


def project(facts: Facts, writes: Sequence[Write], on: dt.date) -> tuple[dict[str, Any], list[Write]]:
    """Return the matter's new due, warning and pause days, and the writes that correct running clocks.

    Reads no database but the calendar and the lamp rules, which are kept in the process.
    """
    changed = {id(write.row): write.values for write in writes if isinstance(write, Change)}
    clocks = [*facts.clocks, *(w.row for w in writes if isinstance(w, Insert) and isinstance(w.row, Clock))]
    pauses = [*facts.pauses, *(w.row for w in writes if isinstance(w, Insert) and isinstance(w.row, Pause))]
    for row in (*clocks, *pauses):
        for name, value in changed.get(id(row), {}).items():
            setattr(row, name, value)
    values, stale = projection(clocks, pauses, facts.region_code, on)
    corrected: list[Write] = []
    for clock, days in stale:
        # One statement writes a row once: what the step itself changes of a clock takes the new day along.
        if id(clock) in changed:
            changed[id(clock)].update(days)
        elif clock.pk is not None:
            corrected.append(Change(clock, days))
    return values, corrected


def projection(
    clocks: Sequence[Clock], pauses: Sequence[Pause], region_code: str, on: dt.date
) -> tuple[dict[str, Any], list[tuple[Clock, dict[str, Any]]]]:
    """Return a matter's due, warning and pause days, and the running clocks whose own days differ from what they say.

    Those clocks are set right as they are returned, unwritten.
    """
    spans = spans_of(pauses)
    calendar, rule = calendar_of(region_code), warning_rule(region_code, on)
    stale: list[tuple[Clock, dict[str, Any]]] = []
    first: tuple[bool, dt.date] | None = None
    values: dict[str, Any] = {"due_on": None, "due_provisional": False, "warn_on": None}
    for clock in clocks:
        if clock.stopped_on is not None:
            continue
        found = reckon(
            calendar,
            start=clock.started_on,
            days=clock.days,
            working=clock.unit == Clock.Unit.WORKING,
            pauses=spans if clock.pausable else (),
            rule=rule,
        )
        if (found.due.day, found.due.provisional) != (clock.due_on, clock.due_provisional):
            clock.due_on, clock.due_provisional = found.due.day, found.due.provisional
            stale.append((clock, {"due_on": found.due.day, "due_provisional": found.due.provisional}))
        # While we owe anything, the matter is due when that is: what the applicant owes must not hide it.
        place = (clock.runs_for == APPLICANT, found.due.day)
        if clock.kind != STEP and (first is None or place < first):
            first = place
            values = {"due_on": found.due.day, "due_provisional": found.due.provisional, "warn_on": found.warn_on}
    open_since = [pause.started_on for pause in pauses if pause.ended_on is None]
    values["paused_on"] = min(open_since) if open_since else None
    return values, stale
