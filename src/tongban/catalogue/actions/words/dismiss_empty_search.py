"""Put away words that found nothing and stand for nothing that the city does."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from tongban.catalogue.access import allow_words
from tongban.catalogue.models import EmptySearch
from tongban.kernel.errors import NotFound
from tongban.parties.rules.actor import Actor


def dismiss_empty_search(*, words: str, actor: Actor, at: dt.datetime) -> None:
    """Settle the words: they are shown again when somebody types them again. Raises NotFound, NotYours."""
    allow_words(actor)
    if not EmptySearch.objects.filter(words=words, settled_at=None).update(settled_at=at):
        raise NotFound(_("没有这条记录，可能已经处理。请刷新后重试。"))
