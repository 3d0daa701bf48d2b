"""How a word's meanings are written: always as a new row, so that the highest number tells whether anything changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from tongban.catalogue.models import Synonym

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('tongban.catalogue.synonyms'))"


def lock() -> None:
    """Let one writer of synonyms wait for another until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def put(word: str, means: Sequence[str], *, by: str, at: dt.datetime) -> None:
    """Write what the word stands for now, in place of what it stood for."""
    Synonym.objects.filter(word=word).delete()
    Synonym.objects.create(word=word, means=list(means), added_by=by, added_at=at)
