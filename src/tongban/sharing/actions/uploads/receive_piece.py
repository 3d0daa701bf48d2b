"""Take the next piece of a file."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel import pieces
from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.rules.actor import Actor
from tongban.sharing.queries.uploads import UploadView, upload_view, uploads_of


class WrongOffset(Refusal):
    """The piece does not go on where the file stopped; `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(_("续传位置不对：已收到 %(received)d 字节，请从这里接着传") % {"received": received})
        self.received = received


class PieceTooLong(Refusal):
    """The piece goes beyond the length that was told."""


@transaction.atomic
def receive_piece(*, key: str, offset: int, data: bytes, actor: Actor, at: dt.datetime) -> UploadView:
    """Add the bytes to the file at `offset`, which must be where it stopped, and return how far it has come.

    Raises NotFound for another's upload, an expired or unknown one; WrongOffset, PieceTooLong.
    """
    row = uploads_of(actor, at).select_for_update().filter(key=key).first()
    if row is None:
        raise NotFound(_("没有这个上传，或者已经过期，请重新上传"))
    if offset != row.received:
        raise WrongOffset(row.received)
    if offset + len(data) > row.length:
        raise PieceTooLong(_("内容比登记的文件长，请重新上传"))
    try:
        pieces.add_piece(key, offset, data)
    except pieces.PieceLost as lost:
        raise NotFound(_("没有这个上传，或者已经过期，请重新上传")) from lost
    row.received = offset + len(data)
    row.save(update_fields=["received"])
    return upload_view(row)
