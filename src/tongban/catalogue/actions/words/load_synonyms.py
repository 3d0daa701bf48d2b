"""Load the synonyms that come with the program."""

from __future__ import annotations

import datetime as dt
import pathlib
import tomllib
from collections.abc import Mapping, Sequence

from django.db import transaction

from tongban.catalogue.models import Synonym
from tongban.catalogue.rules import search

SHIPPED = pathlib.Path(__file__).resolve().parents[2] / "data" / "synonyms.toml"


def shipped_synonyms() -> Mapping[str, Sequence[str]]:
    """Return what each word of the shipped file stands for."""
    words: Mapping[str, Sequence[str]] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["words"]
    return words


@transaction.atomic
def load_synonyms(*, at: dt.datetime) -> int:
    """Add the shipped words that are not there yet and return how many those were; may be run at every start.

    A word that is there stays as it is, also one that the office took away: it stays as one that stands for nothing.
    """
    stored = set(Synonym.objects.values_list("word", flat=True))
    shipped = {search.key_of(word): means for word, means in shipped_synonyms().items()}
    fresh = [
        Synonym(word=word, means=[search.words_of(meaning) for meaning in means], added_at=at)
        for word, means in shipped.items()
        if word not in stored
    ]
    # Several processes may start at once.
    Synonym.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
