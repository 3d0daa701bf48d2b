"""Words that people type, as they are sent and answered."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from tongban.api.shapes.base import Body, Shape

Words = Annotated[str, Field(max_length=60)]


class SaySynonym(Body):
    """A word, and what the catalogue calls what it means: names, aliases, or words of them."""

    word: Words
    means: Annotated[list[Words], Field(max_length=10)]


class SynonymSaid(Shape):
    """A word and all that it stands for now."""

    word: str
    means: list[str]


class Synonym(Shape):
    """A word, what it stands for, and who said so; nobody's name where it came with the program."""

    word: str
    means: list[str]
    added_by: str
    added_at: dt.datetime


class Synonyms(Shape):
    """All of them, those said last first."""

    count: int
    results: list[Synonym]


class EmptySearch(Shape):
    """Words that found nothing, how often, and names of items that share something with them."""

    words: str
    times: int
    first_at: dt.datetime
    last_at: dt.datetime
    near: list[str]


class EmptySearches(Shape):
    """A page of them, the most frequent first."""

    count: int
    page: int
    results: list[EmptySearch]
