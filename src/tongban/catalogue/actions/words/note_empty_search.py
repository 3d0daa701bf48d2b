"""Remember words that found nothing, so that the office can say what they stand for."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from tongban.catalogue.rules import search
from tongban.kernel.replica import on_primary

_NOTE = """
INSERT INTO catalogue_emptysearch (words, times, first_at, last_at) VALUES (%s, 1, %s, %s)
ON CONFLICT (words) DO UPDATE SET times = catalogue_emptysearch.times + 1, last_at = excluded.last_at,
    settled_at = NULL
"""


def note_empty_search(*, words: str, at: dt.datetime) -> bool:
    """Count the words once more, folded as searches are, and tell whether there was anything to count.

    Digits in a row that may be somebody's number are left out; nothing tells who typed the words.
    """
    kept = search.words_of(search.without_numbers(words))[: search.QUERY_LIMIT].strip()
    if not kept:
        return False
    with on_primary(), connection.cursor() as cursor:
        cursor.execute(_NOTE, [kept, at, at])
    return True
