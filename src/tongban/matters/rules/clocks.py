"""The lawful clock as a function of facts: a start, a number of days, and the pauses that do not count."""

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tongban.kernel.rules.calendar import Due, WorkCalendar
from tongban.matters.rules.lamps import FOUR_LAMPS, WarningRule

# For whom a clock may run; the others run for the government.
APPLICANT = "applicant"

# A step of the work has its own limit; the matter is due when its other clocks are, whatever its steps say.
STEP = "step"


@dataclass(frozen=True, slots=True)
class Span:
    """A pause: day `start` still counts as worked, day `end` does not (domain: (start, end])."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Reckoning:
    """When a period ends and from when it is warned of."""

    due: Due
    warn_on: dt.date
    excluded: int


def united(spans: Iterable[Span]) -> list[Span]:
    """Merge overlapping pauses, so that a day excluded for two causes is excluded once."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: s.start):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def reckon(
    calendar: WorkCalendar,
    *,
    start: dt.date,
    days: int,
    working: bool = True,
    pauses: Sequence[Span] = (),
    rule: WarningRule = FOUR_LAMPS,
) -> Reckoning:
    """Return the last day of a period of `days` that begins after `start` (day 0 is not counted).

    Working days exclude weekends and statutory holidays (行政许可法 第八十二条); the days inside the
    pauses do not count (第四十五条): working ones of a limit in working days, all of one in calendar days. Raises
    CalendarRanOut beyond the known calendar.
    """
    return _reckon(calendar, start, days, working, tuple(pauses), rule)


# Every step asks anew for clocks that have not changed; the calendar is part of the question.
@functools.lru_cache(maxsize=4096)
def _reckon(
    calendar: WorkCalendar,
    start: dt.date,
    days: int,
    working: bool,
    pauses: tuple[Span, ...],
    rule: WarningRule,
) -> Reckoning:
    threshold = rule.threshold(days)
    # A pause beyond the end of the period takes nothing out of it.
    spans = united(span for span in pauses if span.end > start)
    excluded = 0
    for span in spans:
        begin, far = max(span.start, start), days + excluded
        if span.start >= (calendar.add(start, far).day if working else start + dt.timedelta(days=far)):
            break
        excluded += calendar.between(begin, span.end) if working else (span.end - begin).days
    total = days + excluded
    if not working:
        end = start + dt.timedelta(days=total)
        # A period whose last day is a day off ends on the next working day (民法典 第二百零三条).
        due = Due(calendar.next_working(end), calendar.is_projected(end))
        return Reckoning(due, end - dt.timedelta(days=threshold), excluded)
    return Reckoning(calendar.add(start, total), calendar.add(start, total - threshold).day, excluded)


def effective_start(calendar: WorkCalendar, day: dt.date) -> dt.date:
    """Return the working day on which something said on `day` takes effect: the day itself, or the next one."""
    return day if calendar.is_working(day) else calendar.add(day, 1).day
