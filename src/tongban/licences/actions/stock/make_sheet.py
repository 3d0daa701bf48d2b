"""Make the sheet of a licence of the stock when it is first asked for (存量登记)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.licences.access import visible
from tongban.licences.actions.make import sheet
from tongban.licences.models import Licence
from tongban.parties.rules.actor import Actor


@transaction.atomic
def make_sheet(*, identifier: str, actor: Actor, at: dt.datetime) -> str:
    """Return the SHA-256 of a licence's file, made now where it has none; of two at once, one makes it.

    The sheet says that it was set from what was told, not from a decision of this system. Raises NotFound,
    kernel.pdf.MissingGlyph.
    """
    known = visible(actor).select_related("type").filter(identifier=identifier)
    found = known.first()
    if found is None:
        raise NotFound(_("没有找到这份证照"))
    if found.file_sha256 is None:
        found = known.select_for_update(of=("self",)).get()
    if found.file_sha256 is None:
        found.file_sha256 = sheet(found, at)
        Licence.objects.filter(pk=found.pk).update(file_sha256=found.file_sha256)
    return found.file_sha256
