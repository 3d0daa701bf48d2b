"""Asking ours and the bare index, and judging what was found by the names themselves."""

from __future__ import annotations

import functools

from django.db import connection

from bench.search.asking import Asked
from tongban.catalogue.models import SearchDocument, SearchText
from tongban.catalogue.queries import find
from tongban.catalogue.rules import search
from tongban.catalogue.rules.views import Found

FIRST = 10
EVERYTHING = 30_000

_WORDS = "SELECT id FROM bench_plain WHERE tokens @@ %s::tsquery ORDER BY length(name_key), id LIMIT 20"
_LETTERS = "SELECT id FROM bench_plain WHERE initials LIKE %s ORDER BY length(initials), id LIMIT 20"
_GRAMS = """
SELECT p.id FROM unnest(%s::text[]) AS asked (gram) CROSS JOIN LATERAL (
    SELECT id FROM bench_plain WHERE grams @> ARRAY[gram]
) AS p GROUP BY p.id ORDER BY count(*) DESC, p.id LIMIT 20
"""


class Finding:
    """What the catalogue holds, by name, and both ways to search it."""

    def __init__(self) -> None:
        self.items = SearchDocument.objects.count()
        self.texts = SearchText.objects.count()
        self.names: dict[str, set[str]] = {}
        for code, key in SearchDocument.objects.values_list("item__catalog_code", "text__name_key").distinct():
            self.names.setdefault(key, set()).add(code)

    def ours(self, words: str) -> Found:
        """Search as the page does: each item once, with its facets."""
        return find(words, collapse=True)

    def bare(self, query: Asked) -> list[int]:
        """Return what the index alone answers; the words are read as ours are, outside of what is measured."""
        statement, value = self._bare(query)
        with connection.cursor() as cursor:
            cursor.execute(statement, [value])
            return [number for (number,) in cursor.fetchall()]

    def _bare(self, query: Asked) -> tuple[str, object]:
        asked = _read(query.words)
        if query.kind == "typo":
            return _GRAMS, [gram for gram, _weight in _grams(query.words)]
        if query.kind == "initials":
            return _LETTERS, f"%{asked.letters}%"
        return _WORDS, asked.anywhere

    def hit(self, query: Asked) -> bool:
        """Tell whether the search found what it should; see the docstring of the benchmark."""
        if query.kind not in ("two_char", "multi"):
            wanted = search.key_of(query.name)
            return wanted in [search.key_of(row.name) for row in self.ours(query.words).results[:FIRST]]
        words = [search.key_of(word) for word in query.words.split()]
        holding = {code for key, codes in self.names.items() if all(word in key for word in words) for code in codes}
        found = find(query.words, collapse=True, size=EVERYTHING)
        first = found.results[: min(FIRST, len(holding))]
        spoken = [[search.key_of(each) for each in (row.name, *row.aliases)] for row in first]
        return (
            not found.near
            and holding <= {row.catalog_code for row in found.results}
            and all(any(all(word in each for word in words) for each in keys) for keys in spoken)
        )


@functools.cache
def _grams(words: str) -> list[tuple[str, float]]:
    return _read(words).grams()


@functools.cache
def _read(words: str) -> search.Query:
    return search.query(words)
