"""Reading files that are on their way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongban.kernel import pieces
from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.rules.actor import Actor
from tongban.sharing.models import Upload


class NotWhole(Refusal):
    """Bytes of the file are still missing."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has come whole; what is in it was not looked at yet."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class UploadView:
    """How far a file has come: `received` of `length` bytes."""

    key: str
    file_name: str
    length: int
    received: int
    expires_at: dt.datetime


def upload_of(actor: Actor, key: str, at: dt.datetime) -> UploadView:
    """Return an upload of the actor. Raises NotFound for another's, an expired or unknown one."""
    row = uploads_of(actor, at).filter(key=key).first()
    if row is None:
        raise NotFound(_("没有这个上传，或者已经过期，请重新上传"))
    return upload_view(row)


def received_file(actor: Actor, key: str, at: dt.datetime) -> Received:
    """Return the file of an upload that is complete; it stays until it is ended. Raises NotFound, NotWhole."""
    upload = upload_of(actor, key, at)
    if upload.received < upload.length:
        raise NotWhole(_("“%(name)s”还没有传完，请接着上传") % {"name": upload.file_name})
    try:
        return Received(upload.file_name, pieces.whole(key, upload.length))
    except pieces.PieceLost as lost:
        raise NotFound(_("没有这个上传，或者已经过期，请重新上传")) from lost


def uploads_of(actor: Actor, at: dt.datetime) -> QuerySet[Upload]:
    """Return the uploads that the account or the system began and that have not expired."""
    mine = Upload.objects.filter(expires_at__gt=at)
    if actor.client_system_id is not None:
        return mine.filter(client_system_id=actor.client_system_id)
    return mine.filter(account_id=actor.account_id) if actor.account_id is not None else mine.none()


def upload_view(row: Upload) -> UploadView:
    """Return what is told of an upload."""
    return UploadView(row.key, row.file_name, row.length, row.received, row.expires_at)
