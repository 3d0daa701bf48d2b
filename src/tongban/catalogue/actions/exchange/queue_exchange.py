"""Put what came into force into the outbox for the upper platform (上报)."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from tongban.catalogue.actions.exchange.lock import lock
from tongban.catalogue.models import ExchangeRow, Version
from tongban.catalogue.rules.exchange import BASICS, DIRECTORY, Payload, Published, batch_of, rows_of

LIMIT = 2000
# Every version that came into force leaves at least its basic row: one without any has not been told of.
_UNTOLD = """
SELECT v.id FROM catalogue_version v
WHERE v.published_at IS NOT NULL AND v.variant = ''
    AND NOT EXISTS (SELECT FROM catalogue_exchangerow r WHERE r.version_id = v.id)
ORDER BY v.id LIMIT %s
"""
# The last that was said of each thing: of these guids, and of all that hangs on these implementations.
_SAID = """
SELECT DISTINCT ON (r.row_guid) r.row_guid, r.table, r.operation, r.payload::text, v.implementation_id
FROM catalogue_exchangerow r JOIN catalogue_version v ON v.id = r.version_id
WHERE r.row_guid = ANY(%s) OR v.implementation_id = ANY(%s) ORDER BY r.row_guid, r.id DESC
"""


@dataclass(slots=True)
class _Said:
    table: str
    operation: str
    payload: Payload
    implementation_id: int


@transaction.atomic
def queue_exchange(*, at: dt.datetime) -> int:
    """Queue the rows of versions that came into force and were not told of yet, the oldest first; return how many rows.

    What is new is inserted (I), what differs from what was said last is updated (U), what fell away or was cancelled
    is deleted (D); rows of one publication share a batch. However often it runs, a version is told of once. Versions
    beside the ordinary one stay in the house.
    """
    lock()
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD, [LIMIT])
        ids = [each for (each,) in cursor.fetchall()]
    versions = list(
        Version.objects.filter(pk__in=ids)
        .select_related("implementation__authority", "implementation__item", "revision__matter")
        .defer("form", "changes")
        .order_by("pk")
    )
    told = [(version, _published(version)) for version in versions]
    said = _said_of({row.guid for _version, each in told for row in rows_of(each)}, versions)
    hanging: dict[int, set[uuid.UUID]] = defaultdict(set)
    for guid, each_said in said.items():
        if each_said.table != DIRECTORY:
            hanging[each_said.implementation_id].add(guid)
    fresh = [row for version, each in told for row in _rows(version, each, said, hanging, at)]
    ExchangeRow.objects.bulk_create(fresh, batch_size=2000)
    return len(fresh)


def _published(version: Version) -> Published:
    carried_out = version.implementation
    return Published(
        content=version.content,
        task_code=carried_out.task_code,
        number=version.number,
        effective_on=version.effective_on.isoformat(),
        authority=carried_out.authority.name,
        uscc=carried_out.authority.uscc,
        local_catalog_code=carried_out.item.local_code,
        phone=carried_out.authority.phone,
        complaint_phone=carried_out.authority.complaint_phone,
        address=carried_out.authority.address,
    )


def _said_of(guids: set[uuid.UUID], versions: Sequence[Version]) -> dict[uuid.UUID, _Said]:
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [list(guids), [version.implementation_id for version in versions]])
        return {
            guid: _Said(table, operation, json.loads(payload), implementation_id)
            for guid, table, operation, payload, implementation_id in cursor.fetchall()
        }


def _rows(
    version: Version,
    told: Published,
    said: dict[uuid.UUID, _Said],
    hanging: dict[int, set[uuid.UUID]],
    at: dt.datetime,
) -> Iterator[ExchangeRow]:
    """Yield what is to be said of a version, and take it down: in `said`, and what hangs on its implementation."""
    publication = version.revision.matter.number if version.revision else f"version {version.pk}"
    batch = batch_of(publication)
    wanted = {row.guid: row for row in rows_of(told)}
    for guid, row in wanted.items():
        operation = _operation(row.table, row.payload, said.get(guid), told)
        if operation is not None:
            said[guid] = _Said(row.table, operation, row.payload, version.implementation_id)
            yield _row(version, batch, guid, said[guid], at)
    for guid in sorted(hanging[version.implementation_id] - set(wanted)):
        before = said[guid]
        if before.operation != ExchangeRow.Operation.DELETE:
            before.operation = ExchangeRow.Operation.DELETE.value
            yield _row(version, batch, guid, before, at)
    hanging[version.implementation_id].update(guid for guid, row in wanted.items() if row.table != DIRECTORY)


def _operation(table: str, payload: Payload, before: _Said | None, told: Published) -> str | None:
    gone = before is None or before.operation == ExchangeRow.Operation.DELETE
    if told.is_cancelled and table != DIRECTORY:
        # The basic row is told of even where nothing was said before, so that the version has been told of.
        return None if gone and table not in BASICS else ExchangeRow.Operation.DELETE.value
    if gone:
        return ExchangeRow.Operation.INSERT.value
    return ExchangeRow.Operation.UPDATE.value if before is not None and before.payload != payload else None


def _row(version: Version, batch: str, guid: uuid.UUID, said: _Said, at: dt.datetime) -> ExchangeRow:
    return ExchangeRow(
        table=said.table,
        row_guid=guid,
        operation=said.operation,
        batch=batch,
        version=version,
        payload=said.payload,
        queued_at=at,
    )
