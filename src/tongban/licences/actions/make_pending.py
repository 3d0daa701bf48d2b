"""Make the files of licences that have none yet, many at a time (批量制证)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from tongban.kernel.clock import day_of
from tongban.kernel.pdf import DocumentFailed, MissingGlyph
from tongban.kernel.queries import parameter
from tongban.licences.actions.make import sheet
from tongban.licences.models import Licence

CHUNK = 50


@dataclass(slots=True)
class Batch:
    """What a run made: how many files, and the identifiers of the licences of which none can be made, with why."""

    made: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    last: int = 0


def pending() -> int:
    """Return how many licences have no file yet."""
    return Licence.objects.filter(file_sha256=None).count()


def make_pending(*, most: int, at: dt.datetime, told: Callable[[int], object] = lambda made: None) -> Batch:
    """Make up to `most` files, a chunk to a transaction; several processes share the work without waiting.

    What was made stays when a later chunk breaks off, and a repeat goes on from there. A licence that cannot be set,
    for a rare character, is named and passed over. `told` hears of each chunk.
    """
    batch = Batch()
    while batch.made < most and _chunk(batch, min(CHUNK, most - batch.made), at, told):
        pass
    return batch


def make_some_pending(*, at: dt.datetime) -> Batch:
    """Make as many as the city lets be made by itself in one run of the night (`licence_sheets_at_once`)."""
    return make_pending(most=parameter("licence_sheets_at_once", on=day_of(at)), at=at)


@transaction.atomic
def _chunk(batch: Batch, size: int, at: dt.datetime, told: Callable[[int], object]) -> bool:
    rows = list(
        Licence.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("type")
        .filter(file_sha256=None, pk__gt=batch.last)
        .order_by("pk")[:size]
    )
    made = []
    for row in rows:
        batch.last = row.pk
        try:
            row.file_sha256 = sheet(row, at)
            made.append(row)
        except (MissingGlyph, DocumentFailed) as impossible:
            batch.refused[row.identifier] = str(impossible)
    Licence.objects.bulk_update(made, ["file_sha256"])
    batch.made += len(made)
    told(len(made))
    return bool(rows)
