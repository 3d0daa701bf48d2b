"""Give an upload up, or have done with one that has come whole."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel import pieces
from tongban.kernel.errors import NotFound
from tongban.parties.rules.actor import Actor
from tongban.sharing.queries.uploads import uploads_of


@transaction.atomic
def end_upload(*, key: str, actor: Actor, at: dt.datetime) -> None:
    """Forget an upload and its bytes. Raises NotFound for another's."""
    if not uploads_of(actor, at).filter(key=key).delete()[0]:
        raise NotFound(_("没有这个上传，或者已经过期，请重新上传"))
    transaction.on_commit(lambda: pieces.drop(key))
