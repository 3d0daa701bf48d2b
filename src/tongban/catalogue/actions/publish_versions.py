"""Put drafts into use; what they replace is superseded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tongban.catalogue.actions.index_search import index_search
from tongban.catalogue.events import VERSION_PUBLISHED, VersionPublished
from tongban.kernel.errors import Refusal
from tongban.kernel.outbox import announce

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('tongban.catalogue'))"
# Ids go as one array: a city's catalogue has more of them than a statement has parameters.
_DRAFTS = """
SELECT version.id, version.number, version.variant, implementation.id, implementation.task_code
FROM catalogue_version AS version JOIN catalogue_implementation AS implementation
    ON implementation.id = version.implementation_id
WHERE version.state IN ('draft', 'scheduled') AND version.id = ANY(%s) ORDER BY version.id FOR UPDATE OF version
"""
_SUPERSEDE = """
UPDATE catalogue_version AS old SET state = 'superseded', superseded_at = %s FROM catalogue_version AS draft
WHERE old.state = 'published' AND old.implementation_id = draft.implementation_id AND old.variant = draft.variant
    AND draft.id = ANY(%s)
"""
_PUBLISH = """
UPDATE catalogue_version SET state = 'published', published_at = %s, revision_id = coalesce(%s, revision_id)
WHERE id = ANY(%s)
"""
# The local code, and what the directory calls the item, are what is in force says: a draft says nothing to the public.
_POINT = """
UPDATE catalogue_implementation SET current_id = version.id, local_code = coalesce(version.content ->> 'local_code', '')
FROM catalogue_version AS version
WHERE version.implementation_id = catalogue_implementation.id AND version.variant = '' AND version.id = ANY(%s)
"""
_NAME = """
UPDATE catalogue_item AS item SET name = said.name, name_en = said.name_en, type = said.type FROM (
    SELECT DISTINCT ON (implementation.item_id) implementation.item_id, version.name, version.name_en, version.type
    FROM catalogue_version AS version JOIN catalogue_implementation AS implementation
        ON implementation.id = version.implementation_id
    WHERE version.variant = '' AND version.id = ANY(%s) ORDER BY implementation.item_id, version.id
) AS said
WHERE said.item_id = item.id
    AND (item.name, item.name_en, item.type) IS DISTINCT FROM (said.name, said.name_en, said.type)
"""


class NotADraft(Refusal):
    """A version that is not there, or has been published before: only drafts are published."""


@transaction.atomic
def publish_versions(*, version_ids: Sequence[int], at: dt.datetime, revision_id: int | None = None) -> int:
    """Publish the drafts, supersede what they replace, and let searches find them; return how many.

    `revision_id` is the revision that drafts come by which do not know theirs yet. A variant is published beside the
    ordinary version, which stays the one in use. An ordinary version gives its local code to the implementation, its
    name and type to the entry of the directory. Raises NotADraft when one of them is no draft (any more), or when two
    are of one implementation and variant; then nothing has changed. Running cases keep the version that they were filed
    under.
    """
    lock_catalogue()
    wanted = list(dict.fromkeys(version_ids))
    with connection.cursor() as cursor:
        cursor.execute(_DRAFTS, [wanted])
        found = cursor.fetchall()
    drafts = [VersionPublished(version_id, code, number) for version_id, number, _variant, _id, code in found]
    places = {(implementation_id, variant) for _version_id, _number, variant, implementation_id, _code in found}
    if len(drafts) != len(wanted) or len(places) != len(drafts):
        raise NotADraft(_("只能发布草稿，且每个事项一次只能发布一个版本，请刷新后重试。"))
    if not drafts:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_SUPERSEDE, [at, wanted])
        cursor.execute(_PUBLISH, [at, revision_id, wanted])
        cursor.execute(_POINT, [wanted])
        cursor.execute(_NAME, [wanted])
    index_search(implementation_ids=sorted({implementation_id for implementation_id, _variant in places}))
    announce(VERSION_PUBLISHED, {draft.version_id: draft.payload for draft in drafts})
    return len(drafts)


def lock_catalogue() -> None:
    """Let one transaction at a time change the catalogue; readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
