"""Build what a search looks at from the versions in use."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from tongban.catalogue.access import implementations_in_use
from tongban.catalogue.models import SearchDocument, SearchText
from tongban.catalogue.rules import search
from tongban.catalogue.rules.enumerations import APPLIED_TYPES, Standing

BATCH = 500
# From so many documents on the planner is told at once.
MANY = 100

# One at a time: a text that nobody uses any more is thrown away, and nobody may take it up meanwhile.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('tongban.catalogue.search'))"

# What each says; of those that say the same, and say what is not known yet, the first alone says it aloud.
_SAID = """
WITH said AS (
    SELECT i.id, jsonb_build_object('name', v.name, 'name_en', v.name_en, 'aliases', v.aliases, 'audience', v.audience,
        'themes', v.themes, 'instance', v.instance, 'online_depth', v.online_depth,
        'body', to_jsonb(v.conditions) || to_jsonb(v.result_name)
            || jsonb_path_query_array(v.content, '$.basis[*].law')
            || jsonb_path_query_array(v.content, '$.materials[*].name')
            || jsonb_path_query_array(v.content, '$.steps[*].name')
            || jsonb_path_query_array(v.content, '$.questions[*].question'))::text AS words
    FROM catalogue_implementation i JOIN catalogue_version v ON v.id = i.current_id
    WHERE i.id = ANY(%s)
), signed AS (
    SELECT id, words, encode(sha256(convert_to(words, 'UTF8')), 'hex') AS digest FROM said
)
SELECT id, digest, CASE WHEN row_number() OVER (PARTITION BY digest ORDER BY id) = 1
    AND NOT EXISTS (SELECT FROM catalogue_searchtext t WHERE t.digest = signed.digest) THEN words END
FROM signed ORDER BY digest, id
"""
_STORE_TEXTS = """
INSERT INTO catalogue_searchtext (digest, name_key, alias_keys, initials, pinyin, tokens, grams, audience, themes,
    instance, online_depth)
SELECT digest, name_key, alias_keys, initials, pinyin, vector::tsvector, grams, audience, themes, instance,
    online_depth
FROM jsonb_to_recordset(%s::jsonb) AS built (digest text, name_key text, alias_keys text, initials text,
    pinyin text, vector text, grams text[], audience text[], themes text[], instance text, online_depth text[])
"""
# Those that say the same lie together, as they are found together.
_STORE = """
INSERT INTO catalogue_searchdocument (implementation_id, text_id, item_id, authority_id, region_code, level)
SELECT i.id, t.id, i.item_id, i.authority_id, i.region_id, r.level
FROM unnest(%s::bigint[], %s::text[]) AS said (id, digest) JOIN catalogue_searchtext t USING (digest)
JOIN catalogue_implementation i ON i.id = said.id JOIN parties_region r ON r.code = i.region_id
ORDER BY t.id, i.id
ON CONFLICT (implementation_id) DO UPDATE SET text_id = excluded.text_id, item_id = excluded.item_id,
    authority_id = excluded.authority_id, region_code = excluded.region_code, level = excluded.level
"""
# The documents know each item in use once, and what many say alike once: that is far less to read than their versions.
# On which ways is told by the index of the versions that were ever listed. Nothing is put in order to be counted once.
_COUNT = """
INSERT INTO catalogue_offering (id, items, online, authorities, themes)
SELECT 1, coalesce(sum(items), 0), (
    SELECT count(*) FROM catalogue_version
    WHERE published_at IS NOT NULL AND superseded_at IS NULL AND variant = '' AND standing = %s AND type = ANY(%s)
        AND channels && '{web,mobile}'
), count(*), (
    SELECT coalesce(jsonb_object_agg(theme, number), '{}') FROM (
        SELECT theme, count(*) AS number FROM (
            SELECT DISTINCT theme, item_id
            FROM (SELECT DISTINCT text_id, item_id FROM catalogue_searchdocument) AS said
            JOIN catalogue_searchtext AS text ON text.id = said.text_id CROSS JOIN LATERAL unnest(text.themes) AS theme
        ) AS once GROUP BY theme
    ) AS counted
)
FROM (SELECT count(*) AS items FROM catalogue_searchdocument GROUP BY authority_id) AS each
ON CONFLICT (id) DO UPDATE SET items = excluded.items, online = excluded.online,
    authorities = excluded.authorities, themes = excluded.themes
"""
_FORGET_TEXTS = """
DELETE FROM catalogue_searchtext t
WHERE NOT EXISTS (SELECT FROM catalogue_searchdocument d WHERE d.text_id = t.id)
"""


@transaction.atomic
def index_search(*, implementation_ids: Sequence[int] | None = None) -> int:
    """Build the search documents of the implementations and return how many are in use; all, from nothing, when None.

    What the city offers is counted again. Implementations that are not in use (any more) lose theirs. It can be run at
    any time, and twice; those who search meanwhile are not held up.
    """
    in_use, documents = implementations_in_use(), SearchDocument.objects.all()
    if implementation_ids is not None:
        in_use = in_use.filter(pk__in=implementation_ids)
        documents = documents.filter(implementation__in=implementation_ids).exclude(implementation__in=in_use)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        documents.delete()
        if implementation_ids is None:
            SearchText.objects.all().delete()
        cursor.execute(_SAID, [list(in_use.values_list("pk", flat=True))])
        said: list[tuple[int, str, str | None]] = cursor.fetchall()
        new = [(digest, words) for _id, digest, words in said if words is not None]
        for start in range(0, len(new), BATCH):
            cursor.execute(_STORE_TEXTS, [_built(new[start : start + BATCH])])
        cursor.execute(_STORE, [[each[0] for each in said], [each[1] for each in said]])
        cursor.execute(_FORGET_TEXTS)
        if len(said) >= MANY:
            # Until the planner knows how many there are now, it takes ways that are right for a few.
            cursor.execute(
                "ANALYZE catalogue_searchtext, catalogue_searchdocument, catalogue_implementation, catalogue_version"
            )
        cursor.execute(_COUNT, [Standing.IN_USE.value, list(APPLIED_TYPES)])
    return len(said)


def _built(new: Iterable[tuple[str, str]]) -> str:
    """Return the texts as they are stored, as JSON."""
    return json.dumps([{"digest": digest, **_text(json.loads(words))} for digest, words in new], ensure_ascii=False)


def _text(said: dict[str, Any]) -> dict[str, Any]:
    words = {name: said.pop(name) for name in ("name", "name_en", "aliases", "body")}
    return {**dataclasses.asdict(search.document(words.pop("name"), **words)), **said}
