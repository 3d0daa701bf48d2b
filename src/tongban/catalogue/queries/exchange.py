"""Reading the outbox for the upper platform, and what came back from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from tongban.catalogue.access import may_exchange
from tongban.catalogue.models import ExchangeRow, Rejection
from tongban.kernel.clock import ZONE
from tongban.kernel.rules.paging import page_of
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor

DATA_SOURCE = "tongban"
PAGE_SIZE = 20
BATCHES = 20


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """A row for the upper platform: `id` orders it, `row` is the table's row in its envelope."""

    id: int
    table: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one publication sends: how many rows, how many of them wait, and when they were queued."""

    batch: str
    rows: int
    waiting: int
    queued_at: dt.datetime


@dataclass(frozen=True, slots=True)
class RejectionRow:
    """A refused row as a list shows it."""

    id: int
    table: str
    task_code: str
    name: str
    operation: str
    kind: str
    remark: str
    refused_at: dt.datetime
    settled_at: dt.datetime | None
    settled_by: str
    note: str


@dataclass(frozen=True, slots=True)
class ExchangeBoard:
    """The state of the exchange: what waits, the last batches, and a page of what was refused."""

    waiting: int
    batches: tuple[Batch, ...]
    rejections: tuple[RejectionRow, ...]
    count: int
    page: int
    pages: int


def waiting_rows(actor: Actor, *, after: int = 0, limit: int = 500) -> list[OutgoingRow]:
    """Return rows that the upper platform does not have yet, in the order of their ids, beyond `after`.

    Raises NotYours to who has nothing to do with the exchange.
    """
    _refuse_others(actor)
    found = ExchangeRow.objects.filter(sent_at=None, pk__gt=after).order_by("pk")[:limit]
    return [OutgoingRow(row.pk, row.table, _in_envelope(row)) for row in found]


def exchange_board(actor: Actor, *, page: int = 1, settled: bool = False) -> ExchangeBoard:
    """Return the state of the exchange; `settled` asks for settled refusals. Raises NotYours; four queries."""
    _refuse_others(actor)
    found = Rejection.objects.filter(settled_at__isnull=not settled)
    told = found.select_related("row__version__implementation")
    light = told.defer("row__payload", "row__version__content", "row__version__form")
    rows, count, page, pages = page_of(light, page, PAGE_SIZE)
    batches = (
        ExchangeRow.objects.order_by()
        .values("batch")
        .annotate(rows=Count("pk"), waiting=Count("pk", filter=Q(sent_at=None)), at=Max("queued_at"), last=Max("pk"))
        .order_by("-last")[:BATCHES]
    )
    return ExchangeBoard(
        waiting=ExchangeRow.objects.filter(sent_at=None).count(),
        batches=tuple(Batch(each["batch"], each["rows"], each["waiting"], each["at"]) for each in batches),
        rejections=tuple(_rejection(row) for row in rows),
        count=count,
        page=page,
        pages=pages,
    )


def _refuse_others(actor: Actor) -> None:
    if not may_exchange(actor):
        raise NotYours(_("只有上报程序和事项发布人员可以办理上报"))


def _in_envelope(row: ExchangeRow) -> dict[str, Any]:
    return {
        "row_guid": str(row.row_guid),
        "data_source": DATA_SOURCE,
        "cd_operation": row.operation,
        "cd_time": row.queued_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S"),
        "cd_batch": row.batch,
        **row.payload,
    }


def _rejection(found: Rejection) -> RejectionRow:
    version = found.row.version
    return RejectionRow(
        id=found.pk,
        table=found.row.table,
        task_code=version.implementation.task_code if version else "",
        name=version.name if version else "",
        operation=found.row.operation,
        kind=found.kind,
        remark=found.remark,
        refused_at=found.refused_at,
        settled_at=found.settled_at,
        settled_by=found.settled_by,
        note=found.note,
    )
