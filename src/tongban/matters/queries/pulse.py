"""What whoever runs the house must see of the journal and of its witnesses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from tongban.matters.models import Checkpoint, Witness


@dataclass(frozen=True, slots=True)
class JournalPulse:
    """How many entries of the last hour have no place in the tree yet, and the checkpoint's size and age in seconds.

    `checkpoint_age` counts only while an entry waits to be signed for: a journal to which nothing is added ages
    nobody. `witnesses` says for each whether asking it went well, and how many entries it has seen.
    """

    without_leaf: int
    checkpoint_size: int
    checkpoint_age: float
    witnesses: dict[str, tuple[bool, int]]


def journal_pulse(at: dt.datetime) -> JournalPulse:
    """Return how the journal is, in three statements."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_LEAF, {"since": at - dt.timedelta(hours=1)})
        ((without_leaf, oldest),) = cursor.fetchall()
    size = Checkpoint.objects.aggregate(size=Max("size"))["size"] or 0
    age = 0.0 if oldest is None else max(0.0, (at - oldest).total_seconds())
    witnesses = {key.partition("+")[0]: (trouble == "", seen) for key, trouble, seen in _witnesses()}
    return JournalPulse(without_leaf, size, age, witnesses)


def _witnesses() -> list[tuple[str, str, int]]:
    return list(Witness.objects.order_by("key").values_list("key", "trouble", "size"))


_WITHOUT_LEAF = """
SELECT count(*), min(recorded_at) FROM matters_journal_entry AS entry
 WHERE recorded_at > %(since)s AND NOT EXISTS (SELECT FROM matters_tree_leaf WHERE entry_id = entry.id)
"""
