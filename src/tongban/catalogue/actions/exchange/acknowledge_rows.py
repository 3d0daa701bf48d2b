"""Note that the upper platform has rows of the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from tongban.catalogue.access import may_exchange
from tongban.catalogue.models import ExchangeRow
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor


def acknowledge_rows(*, ids: Sequence[int], actor: Actor, at: dt.datetime) -> int:
    """Note that these rows were taken over, and return how many of them had been waiting; the others are left alone.

    Raises NotYours.
    """
    if not may_exchange(actor):
        raise NotYours(_("只有上报程序和事项发布人员可以办理上报"))
    return ExchangeRow.objects.filter(pk__in=list(ids), sent_at=None).update(sent_at=at)
