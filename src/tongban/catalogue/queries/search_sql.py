"""The one statement of a search, put together from fixed parts; what a visitor types is only ever a parameter.

Words are looked for among the texts, which many authorities share; who handles what, and where, is joined to the few
texts that match. Everything else is counted over those.
"""

from __future__ import annotations

import functools

# Near words must share this much of what was asked for; of two characters, one is all that can be left.
NEAR_SHARE = 0.3
NEAR_SHARE_OF_SHORT = 0.15
# Results below this part of the best are not near enough.
NEAR_TO_BEST = 0.5
# No reader goes through more authorities than these to narrow a list down.
MOST_AUTHORITIES = 20

_EVERYTHING = ("TRUE", "0")

_BY_WORDS = (
    "t.tokens @@ (SELECT %(anywhere)s::tsquery)",
    """CASE
        WHEN t.name_key = %(key)s THEN 0
        WHEN strpos(t.alias_keys, ' ' || %(key)s || ' ') > 0 THEN 1
        WHEN starts_with(t.name_key, %(key)s) THEN 2
        WHEN strpos(t.name_key, %(key)s) > 0 THEN 3
        WHEN strpos(t.alias_keys, %(key)s) > 0 THEN 4
        WHEN t.tokens @@ %(in_name)s::tsquery THEN 5
        WHEN t.tokens @@ %(in_names)s::tsquery THEN 6
        ELSE 7 END""",
)

_BY_LETTERS = (
    "t.tokens @@ (SELECT %(anywhere)s::tsquery)",
    """CASE
        WHEN t.tokens @@ %(in_name)s::tsquery THEN 0
        WHEN strpos(t.initials, ' ' || %(letters)s || ' ') > 0
            OR strpos(t.pinyin, ' ' || %(letters)s || ' ') > 0 THEN 1
        WHEN starts_with(t.initials, ' ' || %(letters)s)
            OR starts_with(t.pinyin, ' ' || %(letters)s) THEN 2
        WHEN strpos(t.initials, ' ' || %(letters)s) > 0
            OR strpos(t.pinyin, ' ' || %(letters)s) > 0 THEN 3
        WHEN t.tokens @@ %(in_names)s::tsquery THEN 4
        WHEN strpos(t.initials, %(letters)s) > 0 THEN 5
        ELSE 6 END""",
)

# Letters with some left out: wjdl for wjcsdlxk.
_BY_LETTERS_IN_ORDER = ("t.initials ~ %(letters_in_order)s", "0")

_NEAR = """
grams AS (
    SELECT asked.token, asked.weight
    FROM unnest(%(grams)s::text[], %(weights)s::double precision[]) AS asked (token, weight)
), sharing AS (
    -- Lateral, so that each piece is looked up in the index; a plain join reads the whole table.
    SELECT having_it.id, g.weight, count(*) OVER (PARTITION BY g.token) AS frequency
    FROM grams g CROSS JOIN LATERAL (
        SELECT t.id FROM catalogue_searchtext t WHERE t.grams @> ARRAY[g.token]
    ) AS having_it
), scored AS (
    SELECT id, sum(weight / ln(2 + frequency)) AS score
    FROM sharing GROUP BY id
    HAVING sum(weight) >= %(near_share)s * (SELECT sum(weight) FROM grams)
), near AS (
    SELECT id, score / ln(10 + length(t.name_key)) AS score
    FROM scored JOIN catalogue_searchtext t USING (id)
    WHERE EXISTS (SELECT FROM catalogue_searchdocument d WHERE d.text_id = id AND {region})
), best AS (
    SELECT max(score) AS score FROM near
),
"""
_BY_NEARNESS = (
    "near.score >= %(near_to_best)s * best.score",
    "(1000 * (1 - near.score / best.score))::int",
)

# `door` says how far a door is, and whose: its distance, and in the lowest 40 bits the implementation.
_STATEMENT = """
WITH {near} texts AS MATERIALIZED (
    SELECT t.id, {rank} AS rank, length(t.name_key) AS length, t.audience, t.themes, t.instance, t.online_depth,
        {audience} AS of_audience, {theme} AS of_theme, {instance} AS of_instance, {depth} AS of_depth
    FROM catalogue_searchtext t {joined}
    WHERE {match}
), hits AS MATERIALIZED (
    SELECT d.item_id, d.text_id, d.authority_id, d.region_code, t.rank, t.length,
        ({distance})::bigint << 40 | d.implementation_id AS door,
        t.of_audience AND t.of_theme AND t.of_instance AND t.of_depth AS of_text, {authority} AS of_authority
    FROM texts t JOIN catalogue_searchdocument d ON d.text_id = t.id
    WHERE {region} AND {item}
), found AS (
    SELECT min(rank) AS rank, min(door) AS door, min(length) AS length, count(*) AS doors
    FROM hits WHERE of_text AND of_authority GROUP BY {one}
), page AS (
    SELECT * FROM found ORDER BY rank, door >> 40, length, door LIMIT %(limit)s OFFSET %(offset)s
), said AS (
    SELECT kind, code, item_id, sum(doors) AS doors
    FROM (SELECT text_id, item_id, count(*) AS doors FROM hits WHERE of_authority GROUP BY text_id, item_id) AS each
    JOIN texts t ON t.id = each.text_id
    CROSS JOIN LATERAL (
        SELECT 'audience' AS kind, unnest(audience)::text AS code WHERE of_theme AND of_instance AND of_depth
        UNION ALL SELECT 'theme', unnest(themes) WHERE of_audience AND of_instance AND of_depth
        UNION ALL SELECT 'instance', instance WHERE of_audience AND of_theme AND of_depth
        UNION ALL SELECT 'depth', unnest(online_depth) WHERE of_audience AND of_theme AND of_instance
    ) AS trait
    GROUP BY kind, code, item_id
)
SELECT 'row' AS kind, i.task_code AS key, v.name, v.name_en, 0::bigint AS number,
    jsonb_build_object('place', jsonb_build_array(page.rank, page.door >> 40, page.length, page.door),
        'catalog_code', right(i.task_code, 12), 'also', page.doors - 1,
        'authority', coalesce(nullif(a.short_name, ''), a.name), 'authority_en', a.name_en,
        'authority_key', a.key,
        'region', r.name, 'region_code', r.code, 'level', i.level, 'type', v.type, 'instance', v.instance,
        'promised_days', v.promised_days, 'promised_unit', v.promised_unit, 'visits', v.visits,
        'audience', v.audience, 'aliases', v.aliases)::text AS rest
FROM page
JOIN catalogue_implementation i ON i.id = page.door & 1099511627775
JOIN catalogue_version v ON v.id = i.current_id
JOIN parties_authority a ON a.id = i.authority_id
JOIN parties_region r ON r.code = i.region_id
UNION ALL
SELECT 'count', (SELECT coalesce(max(id)::text, '') FROM catalogue_synonym), coalesce(sum(doors), 0)::text, '',
    count(*), CASE WHEN EXISTS (SELECT FROM hits) THEN 'any' END
FROM found
UNION ALL
SELECT counted.kind, counted.code, coalesce(theme.name, ''), coalesce(theme.name_en, ''), counted.number, NULL
FROM (SELECT kind, code, {number} AS number FROM said GROUP BY kind, code) AS counted
LEFT JOIN LATERAL (
    -- Looked up one by one, here and below: a plain join reads the whole table for a few of them.
    SELECT name, name_en FROM catalogue_theme WHERE counted.kind = 'theme' AND key = counted.code OFFSET 0
) AS theme ON TRUE
UNION ALL
SELECT 'authority', a.key, a.name, a.name_en, counted.number, NULL
FROM (SELECT authority_id, count(*) AS number FROM hits WHERE of_text
    GROUP BY authority_id ORDER BY {chosen} number DESC LIMIT {most}) AS counted
CROSS JOIN LATERAL (
    SELECT key, coalesce(nullif(short_name, ''), name) AS name, name_en FROM parties_authority
    WHERE id = counted.authority_id OFFSET 0
) AS a
UNION ALL
SELECT 'region', counted.code, r.name, '', counted.number, NULL
FROM (SELECT rpad(left(region_code, %(below_digits)s), 12, '0') AS code, count(*) AS number
    FROM hits WHERE of_text AND of_authority GROUP BY 1) AS counted
CROSS JOIN LATERAL (
    SELECT name FROM parties_region WHERE code = counted.code AND level = %(below_level)s OFFSET 0
) AS r
"""

_AUTHORITY = "d.authority_id = (SELECT id FROM parties_authority WHERE key = %(authority)s)"
_FILTERS = {
    "audience": "t.audience @> (SELECT ARRAY[%(audience)s::varchar])",
    "theme": "t.themes @> (SELECT ARRAY[%(theme)s::varchar])",
    "instance": "t.instance = (SELECT %(instance)s)",
    "depth": "t.online_depth @> (SELECT ARRAY[%(depth)s::varchar])",
    "authority": _AUTHORITY,
    "region": """(d.region_code LIKE (SELECT %(region_like)s)
        OR d.region_code = ANY((SELECT %(regions_above)s::text[])::text[]))""",
    "item": "d.item_id = (SELECT id FROM catalogue_item WHERE catalog_code = %(item)s)",
}
# Where nobody said where they are, what serves most comes first. What lies inside a place may serve only a part of it.
_DISTANCE = "CASE WHEN d.region_code = ANY(%(regions_above)s) THEN %(level)s::smallint - d.level ELSE 8 + d.level END"


@functools.cache
def statement(way: str, filters: frozenset[str], *, collapse: bool) -> str:
    """Return the statement for a way of matching and the names of the filters in force.

    `way` is "everything", "words", "letters", "letters_in_order" or "near"; filters are "audience", "theme",
    "instance", "depth", "authority", "region" and "item". With `collapse` an item is found once, at its nearest door.
    """
    match, rank = {
        "everything": _EVERYTHING,
        "words": _BY_WORDS,
        "letters": _BY_LETTERS,
        "letters_in_order": _BY_LETTERS_IN_ORDER,
        "near": _BY_NEARNESS,
    }[way]
    parts = {name: part if name in filters else "TRUE" for name, part in _FILTERS.items()}
    whole = _STATEMENT.format(
        match=match,
        rank=rank,
        near=_NEAR.format(region=parts["region"]) if way == "near" else "",
        joined="JOIN near ON near.id = t.id CROSS JOIN best" if way == "near" else "",
        distance=_DISTANCE if "region" in filters else "d.level",
        one="item_id" if collapse else "door",
        number="count(*)" if collapse else "sum(doors)::bigint",
        chosen="bool_or(of_authority) DESC," if "authority" in filters else "",
        most=MOST_AUTHORITIES,
        **parts,
    )
    # Without its indentation the driver remembers how it read it: it does so for what is shorter than 4096 characters.
    return " ".join(line.strip() for line in whole.splitlines() if not line.strip().startswith("--"))
