"""Find the matters whose lamps have turned yellow or red, mark each once, and say so, grouped by whom it concerns."""

import datetime as dt
import json

from django.db import connection, transaction

from tongban.kernel.clock import day_of
from tongban.kernel.tracing import carried_along
from tongban.matters.events import LAMPS_TURNED

# One statement, so a sweep that is broken off has done nothing, and the next one does it all. The lamps are those of
# `matters.rules.lamps`: what is paused warns of nothing, until the day that is owed has passed. What was marked before
# is left out by its key alone, and in the key's order: a join would read years of marks, and of a table that is empty
# yet PostgreSQL believes that it can be read again for each row.
_SWEEP = """
WITH turned AS (
    SELECT id, due_on, CASE WHEN due_on < %(today)s::date THEN 'red' ELSE 'yellow' END AS lamp
    FROM matters_matter
    WHERE closed_at IS NULL AND state <> 'draft'
        AND (due_on < %(today)s::date OR (warn_on <= %(today)s::date AND due_on IS NOT NULL AND paused_on IS NULL))
), fresh AS (
    INSERT INTO matters_lamp_change (matter_id, lamp, due_on, turned_on, noticed_at)
    SELECT turned.id, turned.lamp, turned.due_on, %(today)s::date, %(at)s::timestamptz
    FROM turned ORDER BY turned.id
    ON CONFLICT (matter_id, lamp, due_on) DO NOTHING RETURNING matter_id, lamp
), said AS (
    INSERT INTO kernel_announcement (topic, key, payload)
    SELECT %(topic)s::text, m.owner_id, jsonb_build_object('owner', m.owner_id, 'holder', m.holder_id, 'kind', m.kind,
        'on', %(today)s::date, 'at', %(at)s::timestamptz,
        'yellow', count(*) FILTER (WHERE fresh.lamp = 'yellow'), 'red', count(*) FILTER (WHERE fresh.lamp = 'red'))
        || %(trace)s::jsonb
    FROM fresh JOIN matters_matter AS m ON m.id = fresh.matter_id GROUP BY m.owner_id, m.holder_id, m.kind
)
SELECT count(*) FILTER (WHERE lamp = 'yellow'), count(*) FILTER (WHERE lamp = 'red') FROM fresh
"""


@transaction.atomic
def sweep_lamps(*, at: dt.datetime) -> dict[str, int]:
    """Mark what has newly turned, as seen on the day of `at`, and return how many by lamp ("yellow", "red").

    The owner's people, or the holder where there is one, are told by one announcement for all their matters of a kind.
    Swept again, on any day, it marks nothing twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _SWEEP, {"today": day_of(at), "at": at, "topic": LAMPS_TURNED, "trace": json.dumps(carried_along())}
        )
        yellow, red = cursor.fetchone()
    return {"yellow": yellow, "red": red}
