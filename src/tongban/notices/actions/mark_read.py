"""Note that messages were read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.notices.access import boxes_of
from tongban.notices.models import Message
from tongban.parties.rules.actor import Actor


def mark_read(*, message_ids: Sequence[int], actor: Actor, at: dt.datetime) -> int:
    """Mark the actor's own messages as read; return how many were unread. NotFound when one is not the
    actor's."""
    wanted = set(message_ids)
    own = Message.objects.filter(boxes_of(actor), pk__in=wanted)
    if own.count() != len(wanted):
        raise NotFound(_("没有这条消息。"))
    return own.filter(read_at__isnull=True).update(read_at=at)
