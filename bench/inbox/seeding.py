"""A year of a city: 3,460,000 closed cases and 100,000 open ones of 365 authorities, and the same rows kept plainly.

Everything follows from the number of a row, so that every filling gives the same city.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection

from bench.big_tables import bare, defaults_of, pour
from bench.inbox.models import PlainCase, PlainMatter, PlainReview
from tongban.cases.models import Case, Correction, Review
from tongban.cli.city import load_city
from tongban.cli.commands.demo import CITY
from tongban.matters.models import Matter
from tongban.parties.models import Authority

CLOSED, OPEN = 3_460_000, 100_000
AUTHORITIES = 365
# The moment at which everybody looks; what is open came in the last weeks before it.
AT = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)
TODAY = AT.date()

OURS = (Matter, Case, Review, Correction)
PLAIN = (PlainMatter, PlainCase, PlainReview)

# Five of nineteen among the newest are open: 100,000 of 380,000.
_OPEN = "g > %(all)s - %(newest)s AND g %% 19 < 5"

_MORE_AUTHORITIES = """
INSERT INTO parties_authority (uscc, key, name, short_name, name_en, region_id, line, phone, complaint_phone, address)
SELECT '99' || lpad(g::text, 16, '0'), 'bureau-' || g, '第' || g || '局（示例）', '第' || g || '局', '',
    (SELECT region_id FROM parties_authority ORDER BY id LIMIT 1), '', '', '', ''
FROM generate_series(1, %(wanted)s - (SELECT count(*) FROM parties_authority)::int) g
"""

# The first authorities have many cases, the last few: the square of a number spread evenly. `h` decides the rest.
_MATTERS = f"""
WITH whose AS (SELECT array_agg(id ORDER BY id) AS ids FROM parties_authority),
firms AS (SELECT array_agg(id ORDER BY id) AS ids, array_agg(name ORDER BY id) AS names FROM parties_organisation),
people AS (SELECT array_agg(id ORDER BY id) AS ids, array_agg(name ORDER BY id) AS names FROM parties_person),
items AS (SELECT array_agg(v.id ORDER BY v.id) AS ids, array_agg(i.name ORDER BY v.id) AS names,
    array_agg(m.task_code ORDER BY v.id) AS codes
    FROM catalogue_version v JOIN catalogue_implementation m ON m.current_id = v.id
    JOIN catalogue_item i ON i.id = m.item_id),
rolled AS (
    SELECT g, {_OPEN} AS open, g::bigint * 7919 %% 1000 AS h, g::bigint * 104729 %% 997 AS item,
        DATE '2026-03-01' - ((%(all)s - g) * 365.0 / %(all)s)::int AS day,
        1 + floor(%(authorities)s * power((g::bigint * 48271 %% 100003) / 100003.0, 2))::int AS place
    FROM generate_series(%(first)s::int, %(last)s::int) g
), told AS (
    SELECT *, CASE WHEN open THEN
        CASE WHEN h < 50 THEN 'draft' WHEN h < 200 THEN 'submitted' WHEN h < 300 THEN 'correcting'
            WHEN h < 380 THEN 'accepted' WHEN h < 760 THEN 'reviewing' WHEN h < 820 THEN 'granted'
            WHEN h < 840 THEN 'refused' WHEN h < 910 THEN 'issued' ELSE 'delivered' END
        ELSE CASE WHEN h < 860 THEN 'closed' WHEN h < 920 THEN 'withdrawn' WHEN h < 970 THEN 'not_accepted'
            ELSE 'not_required' END END AS state
    FROM rolled
), dated AS (
    SELECT *, state IN ('granted', 'refused', 'issued', 'delivered') AS answered,
        CASE WHEN open AND state NOT IN ('draft', 'delivered') THEN DATE '2026-03-02' - 4 + (g %% 29)::int END AS due_on
    FROM told
), matter AS (
    INSERT INTO matters_matter (id, kind, number, state, region_id, owner_id, applicant_person_id,
        applicant_organisation_id, applicant_name, subject, opened_at, due_on, due_provisional, warn_on, paused_on,
        finished_on, answer_due_on, closed_at, version)
    SELECT g, 'case', '520100' || to_char(day, 'YYYYMMDD') || lpad(g::text, 10, '0') || 'X', state, a.region_id,
        a.id, CASE WHEN g %% 10 < 7 THEN people.ids[1 + g %% cardinality(people.ids)] END,
        CASE WHEN g %% 10 >= 7 THEN firms.ids[1 + g %% cardinality(firms.ids)] END,
        CASE WHEN g %% 10 < 7 THEN people.names[1 + g %% cardinality(people.ids)]
            ELSE firms.names[1 + g %% cardinality(firms.ids)] END,
        items.names[1 + item %% cardinality(items.ids)], day + TIME '01:00', due_on, false, due_on - 3,
        CASE WHEN state = 'reviewing' AND h %% 20 = 0 THEN day END,
        CASE WHEN answered OR NOT open THEN LEAST(day + 6, DATE '2026-03-01') END,
        CASE WHEN answered OR NOT open THEN day + 10 - (h / 50)::int END,
        CASE WHEN NOT open THEN day + (h %% 20)::int + TIME '03:00' END, 8
    FROM dated, whose, people, firms, items, LATERAL (SELECT id, region_id FROM parties_authority
        WHERE id = whose.ids[place]) a
)
INSERT INTO cases_case (matter_id, version_id, task_code, answers, sources, saved_at, received_at, accepted_on,
    end_reason)
SELECT g, items.ids[1 + item %% cardinality(items.ids)], items.codes[1 + item %% cardinality(items.ids)],
    '{{}}', '{{}}', day + TIME '01:00', CASE WHEN state <> 'draft' THEN day + TIME '01:05' END,
    CASE WHEN state NOT IN ('draft', 'submitted', 'correcting') THEN day END, ''
FROM dated, items
"""

# Three of ten are reviewed by their own authority and by another; while the case is under review, one has not spoken.
_REVIEWS = """
INSERT INTO cases_review (matter_id, step_code, name, authority_id, lead, after, days, opened_on, opinion, text,
    reviewer_name, given_at, put_away)
SELECT m.id, 'step-' || n, '审查', CASE n WHEN 0 THEN m.owner_id
    ELSE whose.ids[1 + (m.id * 31 %% cardinality(whose.ids))::int] END, n = 0, '[]', 5, m.opened_at::date,
    CASE WHEN spoken THEN 'agree' ELSE '' END, '', '', CASE WHEN spoken THEN m.opened_at END,
    m.closed_at IS NOT NULL
FROM matters_matter m, (SELECT array_agg(id ORDER BY id) AS ids FROM parties_authority) whose, generate_series(0, 1) n,
    LATERAL (SELECT m.state <> 'reviewing' OR m.id %% 3 = n OR m.id %% 7 = 0 AS spoken) s
WHERE m.id BETWEEN %(first)s AND %(last)s AND (m.state = 'reviewing' OR m.id %% 10 < 3)
    AND m.state NOT IN ('draft', 'submitted', 'correcting', 'accepted', 'not_required', 'not_accepted')
"""

_CORRECTIONS = """
INSERT INTO cases_correction (matter_id, items, note, told_at, due_on)
SELECT id, '[]', '', opened_at, opened_at::date + 30 FROM matters_matter
WHERE id BETWEEN %(first)s AND %(last)s AND id %% 10 = 0 AND state NOT IN ('draft', 'submitted')
"""


def fill(share: int) -> None:
    """Fill the tables with the city, or with one part in `share` of its cases."""
    load_city(CITY, at=AT, say=lambda what, report: None)
    everything = {"all": (CLOSED + OPEN) // share, "newest": OPEN * 19 // 5 // share, "authorities": AUTHORITIES}
    with connection.cursor() as cursor, defaults_of([Authority]):
        cursor.execute(_MORE_AUTHORITIES, {"wanted": AUTHORITIES})
    with connection.schema_editor() as editor:
        for model in PLAIN:
            editor.create_model(model)
    with defaults_of(OURS), bare([model._meta.db_table for model in (*OURS, *PLAIN)]):
        pour("cases", _MATTERS, everything["all"], **everything)
        pour("reviews", _REVIEWS, everything["all"])
        pour("corrections", _CORRECTIONS, everything["all"])
        for ours, plain in zip(OURS, PLAIN, strict=False):
            _copy(ours._meta.db_table, plain._meta.db_table, [f.column for f in plain._meta.concrete_fields])


def _copy(table: str, plain: str, columns: list[str]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO {plain} ({names}) SELECT {names} FROM {table} ORDER BY "{columns[0]}"')
