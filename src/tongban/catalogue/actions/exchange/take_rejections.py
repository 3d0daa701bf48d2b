"""Take in what the upper platform refused (上报退回)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from tongban.catalogue.access import may_exchange
from tongban.catalogue.models import ExchangeRow, Rejection
from tongban.kernel.clock import ZONE
from tongban.kernel.errors import BadInput
from tongban.kernel.rules.texts import storable
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor

MOST = 5000


@transaction.atomic
def take_rejections(*, errors: Sequence[Mapping[str, Any]], actor: Actor, at: dt.datetime) -> int:
    """Keep the errors of the feed, and return how many are new; the same error again is known.

    An error is `{"table_name", "table_row_guid", "err_type", "remark", "table_update_time"}`; it belongs to the row
    that was handed over last under that guid. Raises BadInput, naming the error and field, and then keeps none;
    NotYours.
    """
    if not may_exchange(actor):
        raise NotYours(_("只有上报程序和事项发布人员可以办理上报"))
    if len(errors) > MOST:
        raise BadInput({"errors": _("一次最多 %(most)d 条") % {"most": MOST}})
    wrong: dict[str, str] = {}
    guids = {place: _guid(error, place, wrong) for place, error in enumerate(errors, 1)}
    rows = _rows([guid for guid in guids.values() if guid is not None])
    fresh = []
    for place, error in enumerate(errors, 1):
        row, guid = None, guids[place]
        if guid is not None:
            row = rows.get((str(error.get("table_name", "")), guid))
            if row is None:
                wrong[f"errors[{place}].table_row_guid"] = _("没有上报过这一行，请核对。")
        refused_at = _moment(error, place, wrong)
        remark = str(error.get("remark") or "")
        if not storable(remark):
            wrong[f"errors[{place}].remark"] = _("含有无法识别的字符，请删除后重试。")
        if row is not None and refused_at is not None:
            kind = str(error.get("err_type") or "")[:50]
            fresh.append(Rejection(row_id=row, kind=kind, remark=remark[:4000], refused_at=refused_at, received_at=at))
    if wrong:
        raise BadInput(wrong)
    before = Rejection.objects.count()
    Rejection.objects.bulk_create(fresh, batch_size=1000, ignore_conflicts=True)
    return Rejection.objects.count() - before


def _guid(error: Mapping[str, Any], place: int, wrong: dict[str, str]) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(error.get("table_row_guid", "")))
    except ValueError:
        wrong[f"errors[{place}].table_row_guid"] = _("不是有效的 row_guid。")
        return None


def _moment(error: Mapping[str, Any], place: int, wrong: dict[str, str]) -> dt.datetime | None:
    try:
        found = parse_datetime(str(error.get("table_update_time", "")))
    except ValueError:
        found = None
    if found is None:
        wrong[f"errors[{place}].table_update_time"] = _("不是有效的时间，应如 2026-03-02 09:00:00。")
        return None
    return make_aware(found, ZONE) if is_naive(found) else found


def _rows(guids: Sequence[uuid.UUID]) -> dict[tuple[str, uuid.UUID], int]:
    """Return the last row handed over under each guid, by table and guid: what still waits nobody can have refused."""
    found = ExchangeRow.objects.filter(row_guid__in=guids, sent_at__isnull=False).order_by("pk")
    return {(table, guid): pk for table, guid, pk in found.values_list("table", "row_guid", "pk")}
