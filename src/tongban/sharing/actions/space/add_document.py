"""Put a file straight into the space, without a case that asks for it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from tongban.kernel import files
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.pictures import bare
from tongban.kernel.queries import parameter
from tongban.parties.rules.actor import Actor
from tongban.sharing.access import spaces_of
from tongban.sharing.actions.space.keep_document import checked, keep_document


def add_document(
    *,
    kind: str,
    party_id: int,
    name: str,
    file_name: str,
    data: bytes,
    obtained_on: dt.date,
    valid_until: dt.date | None,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Check a file by its content, keep it in the owner's space and return the document's id.

    Raises BadInput naming `name`, `obtained_on`, `valid_until` or `file`, NotFound for a space that is not the actor's,
    SpaceFull.
    """
    if (kind, party_id) not in spaces_of(actor):
        raise NotFound(_("没有这个办事主体。"))
    name = checked(name or file_name.rpartition(".")[0], obtained_on, valid_until, at)
    most = parameter("kept_document_mb", on=day_of(at))
    try:
        media_type = files.inspect_upload(data, file_name, max_bytes=most * 1024 * 1024)
    except files.UploadRefused as refused:
        raise BadInput({"file": str(refused)}) from refused
    return keep_document(
        kind=kind,
        party_id=party_id,
        name=name,
        file_name=file_name,
        sha256=files.put(bare(data, media_type), media_type).sha256,
        media_type=media_type,
        obtained_on=obtained_on,
        valid_until=valid_until,
        actor=actor,
        at=at,
    )
