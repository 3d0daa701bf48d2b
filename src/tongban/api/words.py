"""Words that people type: what they stand for, and those that found nothing."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query
from ninja.responses import Status

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key, once
from tongban.api.items import Page
from tongban.api.shapes import words as shapes
from tongban.api.shapes.base import Body
from tongban.catalogue.actions.words.add_synonym import add_synonym
from tongban.catalogue.actions.words.remove_synonym import remove_synonym
from tongban.catalogue.queries.search_words import empty_searches, synonyms
from tongban.kernel import clock

calls = Calls("words 检索词")
Word = Annotated[str, Path(max_length=60, description="a word that stands for others")]


class WordsQuery(Body):
    """Which page of the list."""

    page: Page = 1


@calls.get("/synonyms", rule=TOKEN, answer=shapes.Synonyms)
def read_synonyms(request: HttpRequest) -> shapes.Synonyms:
    """Read what words stand for; for those who write or publish items."""
    rows = synonyms(caller(request))
    return shapes.Synonyms(count=len(rows), results=[shapes.Synonym.model_validate(row) for row in rows])


@calls.write("POST", "/synonyms", rule=TOKEN, answer=shapes.SynonymSaid, status=201)
def say_synonym(request: HttpRequest, body: shapes.SaySynonym, key: Key) -> Any:
    """Let a word stand for what the catalogue calls it; meanings are added to those that it has."""

    def work() -> shapes.SynonymSaid:
        means = add_synonym(word=body.word, means=body.means, actor=caller(request), at=clock.now())
        return shapes.SynonymSaid(word=body.word, means=means)

    return once(request, key, body, work, status=201)


@calls.write("DELETE", "/synonyms/{word}", rule=TOKEN, status=204)
def take_synonym_away(request: HttpRequest, word: Word) -> Status[None]:
    """Let a word stand for nothing but itself again."""
    remove_synonym(word=word, actor=caller(request), at=clock.now())
    return Status(204, None)


@calls.get("/empty-searches", rule=TOKEN, answer=shapes.EmptySearches)
def read_empty_searches(request: HttpRequest, asked: Query[WordsQuery]) -> shapes.EmptySearches:
    """Read the words that found nothing, the most frequent first, with names of items near them."""
    found = empty_searches(caller(request), asked.page)
    rows = [shapes.EmptySearch.model_validate(row) for row in found.rows]
    return shapes.EmptySearches(count=found.count, page=found.page, results=rows)
