"""Reading how an item has changed: the versions that were in force, and what each one changed, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.catalogue.access import versions_once_published
from tongban.catalogue.models import Theme
from tongban.catalogue.rules.difference import words_of
from tongban.catalogue.rules.messages import Message
from tongban.parties.queries import authorities


@dataclass(frozen=True, slots=True)
class PastVersion:
    """One version that was in force: since when, until when (None: it still is), how it stood, what it changed."""

    number: int
    effective_on: dt.date
    superseded_at: dt.datetime | None
    standing: str
    standing_reason: str
    changes: tuple[Message, ...]


def history_of(code: str) -> list[PastVersion]:
    """Return the ordinary versions of an item that were ever in force, by its 实施编码, the newest first."""
    rows = (
        versions_once_published()
        .filter(implementation__task_code=code, variant="")
        .order_by("-published_at", "-number")
        .values_list("number", "effective_on", "superseded_at", "standing", "standing_reason", "changes")
    )
    names = {each.key: each.name for each in authorities()} | dict(Theme.objects.values_list("key", "name"))
    return [PastVersion(*row[:5], tuple(words_of(row[5], names))) for row in rows]
