"""Reading what people type: words that stand for others, words that found nothing, and what is written near them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from tongban.catalogue.access import allow_words
from tongban.catalogue.models import EmptySearch, Synonym
from tongban.catalogue.rules import search
from tongban.kernel.rules.paging import page_of
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20
SUGGESTIONS = 4
LEAST_TIMES = 2

# Near by any piece, be it one character: what shares the rarest pieces first, the shortest name of those.
_NEAR = """
WITH asked AS (
    SELECT * FROM unnest(%(words)s::text[], %(grams)s::text[]) AS asked (words, gram)
), sharing AS (
    SELECT asked.words, t.id, t.name, count(*) OVER (PARTITION BY asked.words, asked.gram) AS frequency
    FROM asked CROSS JOIN LATERAL (
        SELECT t.id, v.name FROM catalogue_searchtext t
        CROSS JOIN LATERAL (
            SELECT v.name FROM catalogue_searchdocument d
            JOIN catalogue_implementation i ON i.id = d.implementation_id
            JOIN catalogue_version v ON v.id = i.current_id WHERE d.text_id = t.id LIMIT 1
        ) AS v
        WHERE t.grams @> ARRAY[asked.gram]
    ) AS t
), scored AS (
    SELECT words, name, max(score) AS score FROM (
        SELECT words, id, name, sum(1 / ln(2 + frequency)) / ln(10 + length(name)) AS score
        FROM sharing GROUP BY words, id, name
    ) AS each GROUP BY words, name
)
SELECT words, name FROM (
    SELECT words, name, row_number() OVER (PARTITION BY words ORDER BY score DESC, name) AS place FROM scored
) AS ranked WHERE place <= %(most)s ORDER BY words, place
"""


@dataclass(frozen=True, slots=True)
class EmptySearchRow:
    """Words that found nothing, how often, and the names of items that are written near them."""

    words: str
    times: int
    first_at: dt.datetime
    last_at: dt.datetime
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmptySearches:
    """A page of the words that wait for somebody to say what they stand for, the most frequent first."""

    count: int
    page: int
    rows: tuple[EmptySearchRow, ...]


@dataclass(frozen=True, slots=True)
class SynonymRow:
    """A word, what it stands for, and who said so; what came with the program was said by nobody here."""

    word: str
    means: tuple[str, ...]
    added_by: str
    added_at: dt.datetime


def empty_searches(actor: Actor, page: int = 1, *, size: int | None = PAGE_SIZE) -> EmptySearches:
    """Return the words that found nothing and are not settled; all of them without a size. Raises NotYours.

    What was typed but once is a slip, or meant for the list alone: it is counted, and not shown.
    """
    allow_words(actor)
    waiting = EmptySearch.objects.filter(settled_at=None, times__gte=LEAST_TIMES).order_by("-times", "words")
    if size is None:
        rows = list(waiting)
        count, near = len(rows), {}
    else:
        rows, count, page, _pages = page_of(waiting, page, size)
        near = near_names([row.words for row in rows])
    return EmptySearches(
        count=count,
        page=page,
        rows=tuple(
            EmptySearchRow(row.words, row.times, row.first_at, row.last_at, tuple(near.get(row.words, ())))
            for row in rows
        ),
    )


def near_names(words: Sequence[str]) -> dict[str, list[str]]:
    """Return the names of items that share anything with each of the words, the nearest first; one query."""
    pieces = [(each, gram) for each in words for gram in search.pieces_of(each)]
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"words": [p[0] for p in pieces], "grams": [p[1] for p in pieces], "most": SUGGESTIONS})
        near: dict[str, list[str]] = defaultdict(list)
        for each, name in cursor.fetchall():
            near[each].append(name)
    return near


def synonyms(actor: Actor) -> list[SynonymRow]:
    """Return what words stand for, those said last first. Raises NotYours."""
    allow_words(actor)
    rows = Synonym.objects.exclude(means=[]).order_by("-added_at", "word")
    return [SynonymRow(row.word, tuple(row.means), row.added_by, row.added_at) for row in rows]
