"""Begin to send a file in pieces."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel import files
from tongban.kernel.clock import day_of
from tongban.kernel.errors import Refusal
from tongban.kernel.queries import parameter
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor
from tongban.sharing.models import Upload
from tongban.sharing.queries.uploads import UploadView, upload_view, uploads_of


class UploadTooLarge(Refusal):
    """The file is larger than any that is taken."""


class TooManyUploads(Refusal):
    """So many files are on their way that none is begun before some have come or were given up."""


@transaction.atomic
def begin_upload(*, file_name: str, length: int, actor: Actor, at: dt.datetime) -> UploadView:
    """Make room for a file of `length` bytes and return its key, to be sent piece by piece until it expires.

    Raises UploadTooLarge, TooManyUploads, NotYours for who has no account.
    """
    if actor.account_id is None and actor.client_system_id is None:
        raise NotYours(_("请先登录再上传文件"))
    today = day_of(at)
    most = parameter("upload_mb", on=today)
    if length > most * 1024 * 1024:
        raise UploadTooLarge(_("文件超过 %(most)d MB，请压缩或分成几个文件") % {"most": most})
    if uploads_of(actor, at).count() >= parameter("uploads_at_once", on=today):
        raise TooManyUploads(_("同时上传的文件太多，请等前面的传完再试"))
    row = Upload.objects.create(
        key=secrets.token_urlsafe(32),
        account_id=actor.account_id if actor.client_system_id is None else None,
        client_system_id=actor.client_system_id,
        file_name=files.safe_name(file_name),
        length=length,
        begun_at=at,
        expires_at=at + dt.timedelta(hours=parameter("upload_hours", on=today)),
    )
    return upload_view(row)
