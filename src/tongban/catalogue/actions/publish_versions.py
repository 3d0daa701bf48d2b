"""Put drafts into use; what they replace is superseded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tongban.catalogue.actions.index_search import index_search
from tongban.catalogue.events import VERSION_PUBLISHED, VersionPublished
from tongban.catalogue.models import Implementation, Version
from tongban.catalogue.rules.enumerations import VersionState
from tongban.kernel.errors import Refusal
from tongban.kernel.outbox import announce

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('tongban.catalogue'))"
_SUPERSEDE = """
UPDATE catalogue_version SET state = 'superseded', superseded_at = %s
WHERE state = 'published' AND implementation_id = ANY(%s)
"""
_PUBLISH = "UPDATE catalogue_version SET state = 'published', published_at = %s WHERE id = ANY(%s)"
_POINT = """
UPDATE catalogue_implementation SET current_id = version.id FROM catalogue_version AS version
WHERE version.implementation_id = catalogue_implementation.id AND version.id = ANY(%s)
"""


class NotADraft(Refusal):
    """A version that is not there, or has been published before: only drafts are published."""


@transaction.atomic
def publish_versions(*, version_ids: Sequence[int], at: dt.datetime) -> int:
    """Publish the drafts, supersede what they replace, and let searches find them; return how many.

    Raises NotADraft when one of them is no draft (any more), or when two are of one implementation; then
    nothing has changed. Running cases keep the version that they were filed under.
    """
    lock_catalogue()
    wanted = list(dict.fromkeys(version_ids))
    drafts = [
        VersionPublished(pk, task_code, number)
        for pk, task_code, number in Version.objects.filter(pk__in=wanted, state=VersionState.DRAFT.value)
        .order_by("pk")
        .values_list("pk", "implementation__task_code", "number")
    ]
    if len(drafts) != len(wanted) or len({draft.task_code for draft in drafts}) != len(drafts):
        raise NotADraft(_("只能发布草稿，且每个事项一次只能发布一个版本，请刷新后重试。"))
    if not drafts:
        return 0
    implementations = list(
        Implementation.objects.filter(versions__in=wanted).order_by("pk").values_list("pk", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(_SUPERSEDE, [at, implementations])
        cursor.execute(_PUBLISH, [at, wanted])
        cursor.execute(_POINT, [wanted])
    index_search(implementation_ids=implementations)
    announce(VERSION_PUBLISHED, {draft.version_id: draft.payload for draft in drafts})
    return len(drafts)


def lock_catalogue() -> None:
    """Let one transaction at a time change the catalogue; readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
