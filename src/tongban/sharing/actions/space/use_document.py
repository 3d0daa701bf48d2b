"""Use a kept document in an application of its owner."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.matters.events import NotAllowedNow
from tongban.sharing.models import KeptDocument
from tongban.sharing.queries.kept import kept_view
from tongban.sharing.rules.kept import KeptView


class DocumentLapsed(NotAllowedNow):
    """The last good day of the document is past."""


def use_document(*, kind: str, party_id: int, document_id: int, at: dt.datetime) -> KeptView:
    """Note one more use of a document that the owner keeps, and return it.

    The caller has found that the application is the owner's and the actor's to fill in, and holds the transaction.
    Raises NotFound for what the owner does not keep, DocumentLapsed.
    """
    owner = {f"{kind}_id": party_id}
    row = KeptDocument.objects.filter(**owner, pk=document_id, removed_at=None).first()
    if row is None:
        raise NotFound(_("没有找到这份材料，可能已经删除"))
    kept = kept_view(row)
    if kept.lapsed(day_of(at)):
        raise DocumentLapsed(
            _("“%(name)s”已过有效期（%(day)s），请换一份新的")
            % {"name": kept.name, "day": f"{kept.valid_until:%Y-%m-%d}"}
        )
    KeptDocument.objects.filter(pk=row.pk).update(times_used=F("times_used") + 1, used_at=at)
    return kept
