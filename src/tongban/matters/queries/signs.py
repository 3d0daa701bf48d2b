"""Signs in the journal that a clock was faked: found as sets, for the sweep that raises alerts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tongban.kernel.clock import ZONE, day_of
from tongban.kernel.queries import calendar_of, parameter
from tongban.matters.models import Clock, JournalEntry, Pause
from tongban.matters.queries import spans_of
from tongban.matters.rules.clocks import APPLICANT, STEP, reckon


@dataclass(frozen=True, slots=True)
class Sign:
    """A journal entry of a matter that a rule points to, and what explains it (no personal data)."""

    matter_id: int
    entry_sequence: int
    facts: dict[str, Any] = field(default_factory=dict)


# The entry that fills the measure is pointed to, so that the same batch is one alert however often it is looked for.
_BATCHES = """
SELECT matter_id, sequence, day, entries FROM (
    SELECT e.matter_id, e.sequence, said.day, row_number() OVER (one ORDER BY e.recorded_at, e.id) AS place,
        count(*) OVER one AS entries
    FROM matters_journal_entry e
    JOIN matters_matter m ON m.id = e.matter_id AND m.kind = %(kind)s
    CROSS JOIN LATERAL (SELECT (e.recorded_at AT TIME ZONE %(zone)s)::date AS day,
        (e.recorded_at AT TIME ZONE %(zone)s)::time AS clock) said
    WHERE e.recorded_at >= %(since)s AND e.recorded_at <= %(until)s AND e.from_state <> e.to_state
        AND e.actor->'official' IS NOT NULL
        AND (said.day = ANY(%(days_off)s) OR said.clock < %(opens)s::time OR said.clock > %(closes)s::time)
    WINDOW one AS (PARTITION BY e.actor->'official', said.day)
) counted WHERE place = %(most)s
"""


def entered_after_hours(kind: str, *, since: dt.datetime, until: dt.datetime) -> list[Sign]:
    """Find where an official moved many matters of a kind on one evening or day off: likely entered afterwards."""
    first, last = day_of(since), day_of(until)
    calendar, hours = calendar_of(), parameter("office_hours", on=last)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    with connection.cursor() as cursor:
        cursor.execute(
            _BATCHES,
            {
                "kind": kind,
                "zone": ZONE.key,
                "since": since,
                "until": until,
                "days_off": [day for day in days if not calendar.is_working(day)],
                "opens": hours["from"],
                "closes": hours["to"],
                "most": parameter("after_hours_entries", on=last),
            },
        )
        return [
            Sign(matter, sequence, {"on": day.isoformat(), "entries": entries})
            for matter, sequence, day, entries in cursor.fetchall()
        ]


def paused_late(kind: str, verb: str, *, since: dt.datetime) -> list[Sign]:
    """Find pauses that were opened when no more than `late_pause_days` working days remained, or none at all."""
    entries = list(
        JournalEntry.objects.filter(verb=verb, recorded_at__gte=since, matter__kind=kind).values_list(
            "matter_id", "sequence", "facts__kind", "recorded_at", "matter__region_id"
        )
    )
    matters = {matter for matter, *_rest in entries}
    clocks, pauses = _rows(Clock.objects.filter(matter__in=matters)), _rows(Pause.objects.filter(matter__in=matters))
    signs = []
    for matter, sequence, ground, recorded_at, region in entries:
        on = day_of(recorded_at)
        opened = next((p for p in pauses[matter] if p.kind == ground and p.started_on == on), None)
        if opened is None:
            continue
        before = [pause for pause in pauses[matter] if pause.pk < opened.pk]
        remaining = [_remaining(clock, before, region, on) for clock in clocks[matter] if _ran(clock, on)]
        if remaining and min(remaining) <= parameter("late_pause_days", region, on):
            signs.append(Sign(matter, sequence, {"ground": ground, "remaining": min(remaining)}))
    return signs


def _ran(clock: Clock, on: dt.date) -> bool:
    running = clock.started_on <= on and (clock.stopped_on is None or clock.stopped_on >= on)
    return running and clock.pausable and clock.kind != STEP and clock.runs_for != APPLICANT


def _remaining(clock: Clock, pauses: list[Pause], region: str, on: dt.date) -> int:
    calendar = calendar_of(region)
    found = reckon(
        calendar,
        start=clock.started_on,
        days=clock.days,
        working=clock.unit == Clock.Unit.WORKING,
        pauses=spans_of(pauses),
    )
    return calendar.between(on, found.due.day)


def _rows(rows: Iterable[Any]) -> dict[int, list[Any]]:
    of_matter: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_matter[row.matter_id].append(row)
    return of_matter
