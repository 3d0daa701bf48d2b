"""Rename a kept document, or put its dates right."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.parties.rules.actor import Actor
from tongban.sharing.actions.space.keep_document import checked
from tongban.sharing.queries.kept import documents_of


@transaction.atomic
def change_document(
    *,
    document_id: int,
    name: str,
    obtained_on: dt.date,
    valid_until: dt.date | None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Keep the document under a name and with its dates; the file stays as it is. Raises BadInput, NotFound."""
    name = checked(name, obtained_on, valid_until, at)
    changed = documents_of(actor).filter(pk=document_id)
    if not changed.update(name=name, obtained_on=obtained_on, valid_until=valid_until):
        raise NotFound(_("没有找到这份材料，可能已经删除"))
