"""Settle what the upper platform refused: put right, or told the platform why not."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.access import may_exchange
from tongban.catalogue.actions.exchange.lock import lock
from tongban.catalogue.models import ExchangeRow, Rejection
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.rules.texts import storable
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.rules.actor import Actor

LONGEST = 500


class AlreadySettled(NotAllowedNow):
    """Somebody has settled it."""


@transaction.atomic
def settle_rejection(*, rejection_id: int, note: str, again: bool, actor: Actor, at: dt.datetime) -> bool:
    """Note what was done about a refused row; `again` puts what was said last of the same thing into the outbox.

    Where a row of that thing waits there already, that one goes up and none is added, so that the platform never ends
    on what is older. Return whether a row was added. Raises BadInput without a note, AlreadySettled, NotFound,
    NotYours.
    """
    if not may_exchange(actor):
        raise NotYours(_("只有上报程序和事项发布人员可以办理上报"))
    if not note.strip() or len(note) > LONGEST or not storable(note):
        raise BadInput({"note": _("请写明处理情况，最多 %(most)d 个字") % {"most": LONGEST}})
    found = Rejection.objects.select_for_update(of=("self",)).select_related("row").filter(pk=rejection_id).first()
    if found is None:
        raise NotFound(_("没有这条退回记录。"))
    if found.settled_at is not None:
        raise AlreadySettled(_("这条退回已由%(who)s处理") % {"who": found.settled_by})
    found.settled_at, found.settled_by, found.note = at, actor.name, note.strip()
    found.save(update_fields=["settled_at", "settled_by", "note"])
    return again and _queued_again(found.row, at)


def _queued_again(refused: ExchangeRow, at: dt.datetime) -> bool:
    lock()
    newest = ExchangeRow.objects.filter(row_guid=refused.row_guid).latest("pk")
    if newest.sent_at is None:
        return False
    ExchangeRow.objects.create(
        table=newest.table,
        row_guid=newest.row_guid,
        operation=newest.operation,
        batch=newest.batch,
        version_id=newest.version_id,
        payload=newest.payload,
        queued_at=at,
    )
    return True
