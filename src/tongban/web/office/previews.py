"""What a step would mean for the due days, shown before it is taken; the same rules as the step itself."""

import datetime as dt
from dataclasses import dataclass

from tongban.cases.queries import CasePage
from tongban.kernel.queries import calendar_of
from tongban.kernel.rules.calendar import CalendarRanOut, Due
from tongban.matters.queries import spans_of
from tongban.matters.rules.clocks import Span, effective_start, reckon


@dataclass(frozen=True, slots=True)
class AcceptancePreview:
    """From when the clock would run, and by when the answer would be owed; legally only where the law says."""

    effective_on: dt.date
    promise: Due
    legal: Due | None


@dataclass(frozen=True, slots=True)
class PausePreview:
    """When a special procedure would end, and by when the answer would be owed then (None where nothing runs)."""

    ends_on: dt.date
    before: Due | None
    after: Due | None

    @property
    def moves(self) -> bool:
        """Tell whether the due day moves; what is overdue already stays so."""
        return self.before is not None and self.after is not None and self.before.day != self.after.day


@dataclass(frozen=True, slots=True)
class ExtensionPreview:
    """The legal due day as it is, and as it would be with so many days more."""

    days: int
    before: dt.date
    after: Due


def acceptance_preview(page: CasePage, today: dt.date) -> AcceptancePreview | None:
    """Return what accepting today would start; None where the calendar does not reach so far."""
    item = page.item
    calendar = calendar_of(item.region_code)

    def start_of(unit: str) -> dt.date:
        return effective_start(calendar, today) if unit == "working" else today

    def due(days: int, unit: str) -> Due:
        return reckon(calendar, start=start_of(unit), days=days, working=unit == "working").due

    try:
        legal = due(item.legal_days, item.legal_unit) if item.legal_days else None
        return AcceptancePreview(start_of(item.promised_unit), due(item.promised_days, item.promised_unit), legal)
    except CalendarRanOut:
        return None


def extension_preview(page: CasePage, days: int) -> ExtensionPreview | None:
    """Return what an extension would mean for the legal due day; None where no legal clock runs or days are known."""
    legal = next((each for each in page.clocks if each.kind == "legal" and each.stopped_on is None), None)
    if legal is None:
        return None
    spans = spans_of(page.pauses) if legal.pausable else ()
    calendar, working = calendar_of(page.item.region_code), legal.unit == "working"
    try:
        after = reckon(calendar, start=legal.started_on, days=legal.days + days, working=working, pauses=spans).due
    except CalendarRanOut:
        return None
    return ExtensionPreview(days, legal.due_on, after)


def pause_preview(page: CasePage, today: dt.date, days: int | None) -> PausePreview | None:
    """Return what a pause of `days` working days from today would mean; None days: what ending the open one would.

    None where the calendar does not reach so far.
    """
    calendar = calendar_of(page.item.region_code)
    clock = next((each for each in page.clocks if each.kind == "promise" and each.stopped_on is None), None)
    before = Due(clock.due_on, clock.due_provisional) if clock else None
    try:
        if days is None:
            ends_on = today
            spans = [Span(pause.started_on, pause.ended_on or today) for pause in page.pauses]
        else:
            ends_on = calendar.add(today, days).day
            spans = [*spans_of(page.pauses), Span(today, ends_on)]
        if clock is None or not clock.pausable:
            return PausePreview(ends_on, before, before)
        working = clock.unit == "working"
        after = reckon(calendar, start=clock.started_on, days=clock.days, working=working, pauses=spans).due
        return PausePreview(ends_on, before, after)
    except CalendarRanOut:
        return None
