"""Let a word stand for nothing but itself again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.access import allow_words
from tongban.catalogue.actions.words.put import lock, put
from tongban.catalogue.models import Synonym
from tongban.catalogue.rules import search
from tongban.kernel.errors import NotFound
from tongban.parties.rules.actor import Actor


@transaction.atomic
def remove_synonym(*, word: str, actor: Actor, at: dt.datetime) -> None:
    """Take a word's meanings away; who did so, and when, stays with the word. Raises NotFound, NotYours."""
    allow_words(actor)
    key = search.words_of(word)
    lock()
    if not Synonym.objects.filter(word=key).exclude(means=[]).exists():
        raise NotFound(_("没有这个同义词，可能已经移除。请刷新后重试。"))
    put(key, [], by=actor.name, at=at)
