"""The one statement of a search, put together from fixed parts; what a visitor types is only ever a parameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Near words must share this much of what was asked for; of two characters, one is all that can be left.
NEAR_SHARE = 0.3
NEAR_SHARE_OF_SHORT = 0.15
# Results below this part of the best are not near enough.
NEAR_TO_BEST = 0.5

_EVERYTHING = ("TRUE", "0::double precision")

_BY_WORDS = (
    "d.tokens @@ %(anywhere)s::tsquery",
    """CASE
        WHEN d.name_key = %(key)s THEN 0
        WHEN strpos(d.alias_keys, ' ' || %(key)s || ' ') > 0 THEN 1
        WHEN starts_with(d.name_key, %(key)s) THEN 2
        WHEN strpos(d.name_key, %(key)s) > 0 THEN 3
        WHEN strpos(d.alias_keys, %(key)s) > 0 THEN 4
        WHEN d.tokens @@ %(in_name)s::tsquery THEN 5
        WHEN d.tokens @@ %(in_names)s::tsquery THEN 6
        ELSE 7 END::double precision""",
)

_BY_LETTERS = (
    """(d.tokens @@ %(anywhere)s::tsquery
        OR d.initials LIKE %(letters_like)s OR d.pinyin LIKE %(letters_like)s)""",
    """CASE
        WHEN d.tokens @@ %(in_name)s::tsquery THEN 0
        WHEN strpos(d.initials, ' ' || %(letters)s || ' ') > 0
            OR strpos(d.pinyin, ' ' || %(letters)s || ' ') > 0 THEN 1
        WHEN starts_with(d.initials, ' ' || %(letters)s)
            OR starts_with(d.pinyin, ' ' || %(letters)s) THEN 2
        WHEN strpos(d.initials, ' ' || %(letters)s) > 0
            OR strpos(d.pinyin, ' ' || %(letters)s) > 0 THEN 3
        WHEN d.tokens @@ %(in_names)s::tsquery THEN 4
        WHEN strpos(d.initials, %(letters)s) > 0 THEN 5
        ELSE 6 END::double precision""",
)

# Letters with some left out: wjdl for wjcsdlxk.
_BY_LETTERS_IN_ORDER = ("d.initials ~ %(letters_in_order)s", "0::double precision")

_NEAR = """
grams AS (
    SELECT asked.token, asked.weight
    FROM unnest(%(grams)s::text[], %(weights)s::double precision[]) AS asked (token, weight)
), sharing AS (
    -- Lateral, so that each piece is looked up in the index; a plain join reads the whole table.
    SELECT having_it.implementation_id, g.weight, count(*) OVER (PARTITION BY g.token) AS frequency
    FROM grams g CROSS JOIN LATERAL (
        SELECT d.implementation_id FROM catalogue_searchdocument d
        WHERE d.grams @> ARRAY[g.token] AND {region}
    ) AS having_it
), scored AS (
    SELECT implementation_id, sum(weight / ln(2 + frequency)) AS score
    FROM sharing GROUP BY implementation_id
    HAVING sum(weight) >= %(near_share)s * (SELECT sum(weight) FROM grams)
), near AS (
    SELECT implementation_id, score / ln(10 + length(d.name_key)) AS score
    FROM scored JOIN catalogue_searchdocument d USING (implementation_id)
),
"""
_BY_NEARNESS = (
    "near.score >= %(near_to_best)s * (SELECT max(score) FROM near)",
    "-near.score",
)

_STATEMENT = """
WITH {near} hits AS MATERIALIZED (
    SELECT d.implementation_id AS id, {rank} AS rank, length(d.name_key) AS length, d.name_key,
        d.authority_id, d.audience, d.themes, d.instance,
        {audience} AS of_audience, {theme} AS of_theme, {authority} AS of_authority, {instance} AS of_instance
    FROM catalogue_searchdocument d {joined}
    WHERE {match} AND {region}
), page AS (
    SELECT id, row_number() OVER (ORDER BY rank, length, name_key, id) AS place FROM hits
    WHERE of_audience AND of_theme AND of_authority AND of_instance
    ORDER BY place LIMIT %(limit)s OFFSET %(offset)s
)
SELECT 'row' AS kind, i.task_code AS key, v.name, v.name_en, page.place AS number,
    jsonb_build_object('authority', coalesce(nullif(a.short_name, ''), a.name), 'authority_key', a.key,
        'region', r.name, 'region_code', r.code, 'level', i.level, 'type', v.type, 'instance', v.instance,
        'promised_days', v.promised_days, 'promised_unit', v.promised_unit, 'visits', v.visits,
        'audience', v.audience, 'aliases', v.aliases)::text AS rest
FROM page
JOIN catalogue_implementation i ON i.id = page.id
JOIN catalogue_version v ON v.id = i.current_id
JOIN parties_authority a ON a.id = i.authority_id
JOIN parties_region r ON r.code = i.region_id
UNION ALL
SELECT 'count', '', '', '', count(*), NULL FROM hits
WHERE of_audience AND of_theme AND of_authority AND of_instance
UNION ALL
SELECT 'any', '', '', '', count(*), NULL FROM hits
UNION ALL
SELECT 'audience', code, '', '', count(*), NULL FROM hits, unnest(audience) AS code
WHERE of_theme AND of_authority AND of_instance GROUP BY code
UNION ALL
SELECT 'instance', instance, '', '', count(*), NULL FROM hits
WHERE of_audience AND of_theme AND of_authority GROUP BY instance
UNION ALL
SELECT 'theme', t.key, t.name, t.name_en, counted.number, NULL
FROM (SELECT code, count(*) AS number FROM hits, unnest(themes) AS code
    WHERE of_audience AND of_authority AND of_instance GROUP BY code) AS counted
JOIN catalogue_theme t ON t.key = counted.code
UNION ALL
SELECT 'authority', a.key, coalesce(nullif(a.short_name, ''), a.name), a.name_en, counted.number, NULL
FROM (SELECT authority_id, count(*) AS number FROM hits
    WHERE of_audience AND of_theme AND of_instance GROUP BY authority_id) AS counted
JOIN parties_authority a ON a.id = counted.authority_id
"""

_FILTERS = {
    "audience": "d.audience @> ARRAY[%(audience)s::varchar]",
    "theme": "d.themes @> ARRAY[%(theme)s::varchar]",
    "authority": "d.authority_id = (SELECT id FROM parties_authority WHERE key = %(authority)s)",
    "instance": "d.instance = %(instance)s",
}
_REGION = "(d.region_code LIKE %(region_like)s OR d.region_code = ANY(%(regions_above)s))"


def statement(way: str, narrowed: Mapping[str, Any]) -> str:
    """Return the statement for a way of matching and the filters in force.

    `way` is "everything", "words", "letters", "letters_in_order" or "near"; `narrowed` holds the filters by
    name ("audience", "theme", "authority", "instance", "region"), empty ones counting as none.
    """
    match, rank = {
        "everything": _EVERYTHING,
        "words": _BY_WORDS,
        "letters": _BY_LETTERS,
        "letters_in_order": _BY_LETTERS_IN_ORDER,
        "near": _BY_NEARNESS,
    }[way]
    region = _REGION if narrowed.get("region") else "TRUE"
    filters = {name: part if narrowed.get(name) else "TRUE" for name, part in _FILTERS.items()}
    return _STATEMENT.format(
        match=match,
        rank=rank,
        region=region,
        near=_NEAR.format(region=region) if way == "near" else "",
        joined="JOIN near ON near.implementation_id = d.implementation_id" if way == "near" else "",
        **filters,
    )
