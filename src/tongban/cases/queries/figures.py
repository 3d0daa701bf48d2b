"""Reading what the cases of some days showed of the items that were applied for."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db import connection

from tongban.cases.models import Case
from tongban.kernel.clock import ZONE
from tongban.kernel.queries import calendar_of

# Applied: handed in on the day. Answered: decided on the day, by the working days from acceptance without those of
# pauses, which no limit counts (行政许可法 第四十五条). Papers: materials that a file was given for. Visits: days on
# which somebody handed in or put right at the window, or fetched the result there. A mock case counts for nothing.
_FIGURES = """
WITH calendars AS (
    SELECT * FROM unnest(%(regions)s::text[], %(calendars)s::text[]) AS known (region_code, calendar)
), applied AS (
    SELECT task_code, (received_at AT TIME ZONE %(zone)s)::date AS day, count(*) AS applied FROM cases_case
    WHERE received_at >= %(since)s AND received_at < %(until)s AND NOT mock GROUP BY 1, 2
), decided AS (
    SELECT c.task_code, c.matter_id, c.accepted_on, c.channel, c.received_at, known.calendar,
        (c.decided_at AT TIME ZONE %(zone)s)::date AS day
    FROM cases_case AS c JOIN matters_matter AS m ON m.id = c.matter_id
    JOIN calendars AS known ON known.region_code = m.region_id
    WHERE c.decided_at >= %(since)s AND c.decided_at < %(until)s AND NOT c.mock AND c.accepted_on IS NOT NULL
), taken AS (
    SELECT decided.task_code, decided.day,
        greatest(0, last.ordinal - first.ordinal - coalesce(paused.days, 0)) AS days, papers.count AS materials,
        coming.count AS visits
    FROM decided
    JOIN kernel_calendarday AS first ON (first.region_code, first.day) = (decided.calendar, decided.accepted_on)
    JOIN kernel_calendarday AS last ON (last.region_code, last.day) = (decided.calendar, decided.day)
    CROSS JOIN LATERAL (
        SELECT sum(until.ordinal - since.ordinal) AS days FROM (
            SELECT unnest(range_agg(daterange(began, ended))) AS span FROM (
                SELECT greatest(started_on, decided.accepted_on) AS began,
                    least(coalesce(ended_on, decided.day), decided.day) AS ended
                FROM matters_pause WHERE matter_id = decided.matter_id
            ) AS pauses WHERE began < ended
        ) AS spans
        JOIN kernel_calendarday AS since ON (since.region_code, since.day) = (decided.calendar, lower(span))
        JOIN kernel_calendarday AS until ON (until.region_code, until.day) = (decided.calendar, upper(span))
    ) AS paused
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT code) FROM cases_material WHERE matter_id = decided.matter_id AND removed_at IS NULL
    ) AS papers
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT day) FROM (
            SELECT (decided.received_at AT TIME ZONE %(zone)s)::date AS day WHERE decided.channel = 'window'
            UNION ALL
            SELECT (recorded_at AT TIME ZONE %(zone)s)::date FROM matters_journal_entry
            WHERE matter_id = decided.matter_id AND verb IN ('correct', 'supply_deferred') AND actor ? 'official'
            UNION ALL
            SELECT (delivered_at AT TIME ZONE %(zone)s)::date FROM cases_delivery
            WHERE matter_id = decided.matter_id AND mode = 'window' AND delivered_at IS NOT NULL
        ) AS came
    ) AS coming
), counted AS (
    SELECT task_code, day, days, count(*) AS cases, sum(materials) AS materials, sum(visits) AS visits
    FROM taken GROUP BY 1, 2, 3
), answered AS (
    SELECT task_code, day, sum(cases) AS answered, jsonb_object_agg(days, cases) AS days, sum(materials) AS materials,
        sum(visits) AS visits
    FROM counted GROUP BY 1, 2
)
SELECT day, task_code, coalesce(applied, 0), coalesce(answered, 0)::bigint, coalesce(days, '{}')::text,
    coalesce(materials, 0)::bigint, coalesce(visits, 0)::bigint
FROM applied FULL JOIN answered USING (task_code, day) ORDER BY 1, 2
"""
_COLUMNS = ("code", "applied", "answered", "days", "materials", "visits")


def daily_figures(since: dt.date, until: dt.date) -> dict[dt.date, list[dict[str, Any]]]:
    """Return by day, from `since` to `until` (both included), what its cases showed of each item; three statements.

    Each has `code`, `applied`, `answered`, `days` (how many of the answered by their working days), `materials` and
    `visits`.
    """
    regions = list(Case.objects.order_by().values_list("matter__region_id", flat=True).distinct())
    asked: dict[str, Any] = {
        "regions": regions,
        "calendars": [calendar_of(region).region for region in regions],
        "zone": str(ZONE),
        "since": dt.datetime.combine(since, dt.time(), ZONE),
        "until": dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), ZONE),
    }
    found: dict[dt.date, list[dict[str, Any]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, asked)
        for day, *values in cursor.fetchall():
            row = dict(zip(_COLUMNS, values, strict=True))
            found.setdefault(day, []).append({**row, "days": json.loads(row["days"])})
    return found
