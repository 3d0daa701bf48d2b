"""How a list of the inbox is narrowed: by lamp, item, authority, due days and words."""

import datetime as dt
import functools
import operator
from dataclasses import dataclass

from django.db.models import Q

from tongban.cases.queries.inbox_tasks import MINE
from tongban.matters.queries.lamps import having_lamp

MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the inbox is shown: a task (or mine, held, waiting, all), and what narrows it.

    `lamp` is a lamp's code, `q` words of number, applicant or item, `item` words of the item's name, which may be the
    English one, `owner` the id of the authority that owns the case; the due day lies from `due_from` to `due_to`, both
    included; `numbers` are the only cases wanted, all when there are none.
    """

    task: str = MINE
    lamp: str = ""
    q: str = ""
    item: str = ""
    owner: int | None = None
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    numbers: tuple[str, ...] = ()


def narrowing(filters: Filter, today: dt.date, of: str, named: Q) -> Q:
    """Return the filter for what all but the task ask; `of` leads to the matter's columns ("" or "matter__").

    `named` are the cases whose applicant may be found by name.
    """
    found = having_lamp(filters.lamp, today, of) & _words(filters.q, of, named)
    if filters.item:
        found &= _of_item(filters.item, of)
    if filters.owner is not None:
        found &= Q(**{f"{of}owner_id": filters.owner})
    if filters.due_from is not None:
        found &= Q(**{f"{of}due_on__gte": filters.due_from})
    if filters.due_to is not None:
        found &= Q(**{f"{of}due_on__lte": filters.due_to})
    if filters.numbers:
        found &= Q(**{f"{of}number__in": filters.numbers})
    return found


def _words(q: str, of: str, named: Q) -> Q:
    return functools.reduce(operator.and_, (_word(word, of, named) for word in q.split()[:MOST_WORDS]), Q())


def _word(word: str, of: str, named: Q) -> Q:
    found = _of_item(word, of) | (named & _holds(f"{of}applicant_name", word))
    # A number has no Chinese in it.
    return found | Q(**{f"{of}number__icontains": word}) if word.isascii() else found


def _of_item(words: str, of: str) -> Q:
    """Return the filter for cases of an item with these words in its name, in English too where they may be that."""
    found = _holds(f"{of}subject", words)
    # With a digit in it it is a number of a case, for which no version need be read.
    if not words.isascii() or not any(map(str.isalpha, words)) or any(map(str.isdigit, words)):
        return found
    return found | _holds("version__name_en" if of else "case__version__name_en", words)


def _holds(column: str, word: str) -> Q:
    # Chinese has no capitals, and looking for them costs the database several times the search.
    return Q(**{f"{column}__icontains" if word.isascii() else f"{column}__contains": word})
