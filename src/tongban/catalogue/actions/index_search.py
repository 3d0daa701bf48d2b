"""Build what a search looks at from the versions in use."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from tongban.catalogue.models import Basis, Implementation, Material, Question, SearchDocument, Step, Version
from tongban.catalogue.rules import search

BATCH = 1000

_STORE = """
INSERT INTO catalogue_searchdocument (implementation_id, name_key, alias_keys, initials, pinyin, tokens,
    grams, region_code, authority_id, audience, themes, instance, online_depth)
SELECT implementation_id, name_key, alias_keys, initials, pinyin, vector::tsvector, grams,
    region_code, authority_id, audience, themes, instance, online_depth
FROM jsonb_to_recordset(%s::jsonb) AS built (implementation_id bigint, name_key text, alias_keys text,
    initials text, pinyin text, vector text, grams text[], region_code text, authority_id bigint,
    audience text[], themes text[], instance text, online_depth text[])
ON CONFLICT (implementation_id) DO UPDATE SET
    name_key = excluded.name_key, alias_keys = excluded.alias_keys, initials = excluded.initials,
    pinyin = excluded.pinyin, tokens = excluded.tokens, grams = excluded.grams,
    region_code = excluded.region_code, authority_id = excluded.authority_id, audience = excluded.audience,
    themes = excluded.themes, instance = excluded.instance, online_depth = excluded.online_depth
"""

# From so many documents on the planner is told at once.
MANY = 100


@transaction.atomic
def index_search(*, implementation_ids: Sequence[int] | None = None) -> int:
    """Build the search documents of the implementations (all when None) and return how many are in use.

    Implementations without a version in use lose theirs. It can be run at any time, and twice.
    """
    if implementation_ids is None:
        implementation_ids = list(Implementation.objects.order_by("pk").values_list("pk", flat=True))
    in_use = 0
    for start in range(0, len(implementation_ids), BATCH):
        ids = implementation_ids[start : start + BATCH]
        SearchDocument.objects.filter(implementation__in=ids, implementation__current=None).delete()
        found = list(Implementation.objects.filter(pk__in=ids, current__isnull=False).select_related("current"))
        _store(found)
        in_use += len(found)
    if in_use >= MANY:
        # Until the planner knows how many there are now, it takes ways that are right for a few.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE catalogue_searchdocument, catalogue_implementation, catalogue_version")
    return in_use


def _store(implementations: Sequence[Implementation]) -> None:
    bodies = _bodies([each.current_id for each in implementations if each.current_id is not None])
    built = [_built(each, each.current, bodies) for each in implementations if each.current is not None]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [json.dumps(built, ensure_ascii=False)])


def _built(implementation: Implementation, version: Version, bodies: dict[int, list[str]]) -> dict[str, Any]:
    document = search.document(
        version.name,
        name_en=version.name_en,
        aliases=version.aliases,
        body=[*version.conditions, version.result_name, *bodies[version.pk]],
    )
    return {
        **dataclasses.asdict(document),
        "implementation_id": implementation.pk,
        "region_code": implementation.region_id,
        "authority_id": implementation.authority_id,
        "audience": version.audience,
        "themes": version.themes,
        "instance": version.instance,
        "online_depth": version.online_depth,
    }


def _bodies(version_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the texts of each version's rows that a search reads: a query for each kind of row."""
    texts: dict[int, list[str]] = defaultdict(list)
    for rows in (
        Basis.objects.values_list("version_id", "law"),
        Material.objects.values_list("version_id", "name"),
        Step.objects.values_list("version_id", "name"),
        Question.objects.values_list("version_id", "question"),
    ):
        for version_id, text in rows.filter(version_id__in=version_ids):
            texts[version_id].append(text)
    return texts
