"""Keep a document in the space of its owner, for the next time it is asked for."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel import files
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound, Refusal
from tongban.kernel.pictures import pages_of
from tongban.kernel.queries import parameter
from tongban.parties.actions import record_event
from tongban.parties.rules.actor import Actor
from tongban.sharing.access import may_add_to
from tongban.sharing.models import KeptDocument

LONGEST_NAME = 200


class SpaceFull(Refusal):
    """The space holds as many documents as it may; something has to go first."""


@transaction.atomic
def keep_document(
    *,
    kind: str,
    party_id: int,
    name: str,
    file_name: str,
    sha256: str,
    media_type: str,
    obtained_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    valid_until: dt.date | None = None,
    standard: str = "",
    source: str = KeptDocument.Source.UPLOADED,
    case_number: str = "",
    level: int = 3,
) -> int:
    """Keep a file that is in the store, by its `sha256`, and return the document's id; the same file is kept once.

    `kind` is "person" or "organisation". A file that is kept already gets the new last good day, where one is told.
    Raises NotFound for an owner for whom the actor does not act, BadInput for a name or days that cannot be, SpaceFull,
    FileLost when the store has no such file.
    """
    if not may_add_to(actor, kind, party_id):
        raise NotFound(_("没有这个办事主体。"))
    name = checked(name, obtained_on, valid_until, at)
    owner = {f"{kind}_id": party_id}
    if before := KeptDocument.objects.filter(**owner, sha256=sha256, removed_at=None).first():
        if valid_until is not None and valid_until != before.valid_until:
            KeptDocument.objects.filter(pk=before.pk).update(valid_until=valid_until)
        return before.pk
    most = parameter("kept_documents_most", on=day_of(at))
    if KeptDocument.objects.filter(**owner, removed_at=None).count() >= most:
        raise SpaceFull(_("空间里最多保存 %(most)d 份材料，请先删除不再需要的") % {"most": most})
    data = files.read(sha256)
    row, fresh = KeptDocument.objects.get_or_create(
        **owner,
        sha256=sha256,
        removed_at=None,
        defaults={
            "name": name,
            "file_name": files.safe_name(file_name),
            "media_type": media_type,
            "size": len(data),
            "pages": pages_of(data, media_type),
            "standard": standard[:100],
            "level": level,
            "obtained_on": obtained_on,
            "valid_until": valid_until,
            "source": source,
            "case_number": case_number,
            "kept_at": at,
        },
    )
    if fresh:
        record_event(kind="keep_document", subject=f"kept_document:{row.pk}", actor=actor, at=at, source=source)
    return row.pk


def checked(name: str, obtained_on: dt.date, valid_until: dt.date | None, at: dt.datetime) -> str:
    """Return the name as it is kept. Raises BadInput with a sentence for each field that cannot be."""
    name, errors = " ".join(name.split()), {}
    if not name:
        errors["name"] = _("请写明材料名称")
    elif len(name) > LONGEST_NAME:
        errors["name"] = _("材料名称最多 %(most)d 个字") % {"most": LONGEST_NAME}
    if obtained_on > day_of(at):
        errors["obtained_on"] = _("取得日期不能晚于今天")
    if valid_until is not None and valid_until < obtained_on:
        errors["valid_until"] = _("有效期截止日不能早于取得日期")
    if errors:
        raise BadInput(errors)
    return name
