"""Let a word that people type stand for what the catalogue calls it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.access import allow_words
from tongban.catalogue.actions.words.put import lock, put
from tongban.catalogue.models import EmptySearch, Synonym
from tongban.catalogue.queries.find import find
from tongban.catalogue.rules import search
from tongban.kernel.errors import BadInput
from tongban.parties.rules.actor import Actor

LONGEST = 60
MOST_MEANINGS = 10


@transaction.atomic
def add_synonym(*, word: str, means: Sequence[str], actor: Actor, at: dt.datetime) -> list[str]:
    """Add the meanings to those the word has, settle the searches for it that found nothing; return all it stands for.

    The word is one run of Chinese characters or of letters, as a search reads it. A meaning must itself find something.
    Raises BadInput, NotYours.
    """
    allow_words(actor)
    key, meanings = search.words_of(word), [search.words_of(each) for each in means]
    if errors := _wrong(key, [each for each in meanings if each]):
        raise BadInput(errors)
    lock()
    kept = Synonym.objects.filter(word=key).values_list("means", flat=True).first() or []
    all_meanings = list(dict.fromkeys([*kept, *filter(None, meanings)]))
    if len(all_meanings) > MOST_MEANINGS:
        raise BadInput({"means": _("一个词最多对应 %(most)s 个说法，请先移除不用的。") % {"most": MOST_MEANINGS}})
    put(key, all_meanings, by=actor.name, at=at)
    EmptySearch.objects.filter(words=key, settled_at=None).update(settled_at=at)
    return all_meanings


def _wrong(word: str, meanings: Sequence[str]) -> dict[str, str]:
    errors = {}
    if not word or " " in word:
        errors["word"] = _("请填写一个词，中间没有空格和标点，例如“开店”。")
    elif len(word) > LONGEST:
        errors["word"] = _("词太长，请不要超过 %(longest)s 个字。") % {"longest": LONGEST}
    if not meanings:
        errors["means"] = _("请选择或填写这个词指的是哪个事项。")
    for meaning in meanings:
        if len(meaning) > LONGEST:
            errors["means"] = _("词太长，请不要超过 %(longest)s 个字。") % {"longest": LONGEST}
        elif meaning == word:
            errors["means"] = _("这个说法与原词相同，请换成目录里的名称。")
        elif (found := find(meaning, size=1)).near or not found.count:
            errors["means"] = _("“%(words)s”本身也找不到事项，请换成目录里的名称或别名。") % {"words": meaning}
    return errors
