"""What ran over its own limit while the matter as a whole did not: found as sets, for the sweep that raises alerts."""

import datetime as dt
import json

from django.db import connection

from tongban.kernel.clock import ZONE
from tongban.matters.queries.signs import Sign
from tongban.matters.rules.clocks import STEP

# Each is pointed to by the last entry of the day on which it began: that never changes, so it is one alert for good.
_LAST_ENTRY = """
CROSS JOIN LATERAL (SELECT max(e.sequence) AS sequence FROM matters_journal_entry e WHERE e.matter_id = m.id
    AND (e.recorded_at AT TIME ZONE %(zone)s)::date <= began.started_on) entry
"""
_STEPS = f"""
SELECT m.id, entry.sequence, jsonb_build_object('steps', jsonb_agg(began.subject ORDER BY began.subject),
    'due_on', min(began.due_on))
FROM matters_clock began JOIN matters_matter m ON m.id = began.matter_id {_LAST_ENTRY}
WHERE began.kind = '{STEP}' AND began.stopped_on IS NULL AND began.due_on < %(on)s AND m.kind = %(kind)s
    AND m.closed_at IS NULL AND m.paused_on IS NULL AND m.due_on >= %(on)s
GROUP BY m.id, entry.sequence ORDER BY m.id
"""
_PAUSES = f"""
SELECT m.id, entry.sequence, jsonb_build_object('grounds', jsonb_agg(began.kind ORDER BY began.kind),
    'expected_end_on', min(began.expected_end_on))
FROM matters_pause began JOIN matters_matter m ON m.id = began.matter_id {_LAST_ENTRY}
WHERE began.ended_on IS NULL AND began.expected_end_on < %(on)s AND m.kind = %(kind)s AND m.closed_at IS NULL
GROUP BY m.id, entry.sequence ORDER BY m.id
"""


def steps_overdue(kind: str, *, on: dt.date) -> list[Sign]:
    """Find steps whose own limit passed before a day while their matters are not overdue; those paused are not late."""
    return _signs(_STEPS, kind, on)


def pauses_overrun(kind: str, *, on: dt.date) -> list[Sign]:
    """Find pauses that nobody ended though the days that were declared for them had passed before a day."""
    return _signs(_PAUSES, kind, on)


def _signs(sql: str, kind: str, on: dt.date) -> list[Sign]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"kind": kind, "on": on, "zone": ZONE.key})
        rows = cursor.fetchall()
    return [
        Sign(matter, sequence, json.loads(facts) if isinstance(facts, str) else facts)
        for matter, sequence, facts in rows
    ]
