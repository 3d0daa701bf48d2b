"""Take a document out of the space; what was handed in with it stays as it was handed in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.parties.actions import record_event
from tongban.parties.rules.actor import Actor
from tongban.sharing.queries.kept import documents_of


@transaction.atomic
def remove_document(*, document_id: int, actor: Actor, at: dt.datetime) -> None:
    """Remove the document and leave an event of it; a case that was given the file keeps it. Raises NotFound."""
    if not documents_of(actor).filter(pk=document_id).update(removed_at=at):
        raise NotFound(_("没有找到这份材料，可能已经删除"))
    record_event(kind="remove_document", subject=f"kept_document:{document_id}", actor=actor, at=at)
