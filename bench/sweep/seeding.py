"""A million open matters of 365 authorities, a sixth of them warned of or overdue; everything follows from a number."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from bench.big_tables import bare, defaults_of, pour
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.matters.models import Matter
from tongban.parties.models import Authority, Region

OPEN = 1_000_000
AUTHORITIES = 365
AT = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)

_AUTHORITIES = """
INSERT INTO parties_authority (uscc, key, name, short_name, name_en, region_id, line, phone, complaint_phone, address)
SELECT '99' || lpad(g::text, 16, '0'), 'bureau-' || g, '第' || g || '局（示例）', '第' || g || '局', '', %(region)s,
    '', '', '', '' FROM generate_series(1, %(authorities)s) g
"""

# Limits of 1 to 40 days, begun on any of the last 30; a twentieth is paused. Warned of from a fifth of the limit.
_MATTERS = """
INSERT INTO matters_matter (kind, number, state, region_id, owner_id, applicant_name, subject, opened_at, due_on,
    due_provisional, warn_on, paused_on, version)
SELECT 'case', 'S' || lpad(g::text, 12, '0'), 'reviewing', %(region)s, ids[1 + g %% cardinality(ids)], '某人', '某事项',
    day + TIME '01:00', day + days + (days / 5) * 2, false, day + days + (days / 5) * 2 - GREATEST(1, days / 5),
    CASE WHEN g %% 20 = 0 THEN day END, 4
FROM (SELECT array_agg(id ORDER BY id) AS ids FROM parties_authority) whose, (
    SELECT g, DATE '2026-03-01' - (g::bigint * 7919 %% 30)::int AS day,
        (10 + g::bigint * 104729 %% 31)::int AS days FROM generate_series(%(first)s::int, %(last)s::int) g
) rolled
"""


def fill(share: int) -> None:
    """Fill a house with the open matters, or with one part in `share` of them."""
    load_calendar()
    region = Region.objects.create(code="529900000000", name="示例市", level=3)
    with connection.cursor() as cursor, defaults_of([Authority]):
        cursor.execute(_AUTHORITIES, {"region": region.pk, "authorities": AUTHORITIES})
    with defaults_of([Matter]), bare([Matter._meta.db_table]):
        pour("open matters", _MATTERS, OPEN // share, region=region.pk)
