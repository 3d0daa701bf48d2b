"""Send out what waited, one message for all that a recipient has by a channel."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.queries import parameter
from tongban.notices.actions.dispatch import GROUPED_MINUTES
from tongban.notices.models import Dispatch, Message
from tongban.notices.ports import channels
from tongban.notices.queries import wanted_of

log = logging.getLogger(__name__)

BATCH = 500
MOST_NAMED = 10

Group = tuple[int | None, int | None, str]


def send_grouped(*, at: dt.datetime) -> int:
    """Send one message for each recipient and channel whose time has come; return how many went out.

    Each group is a transaction of its own: one that a channel does not take waits as long again, and holds up no
    other, however many of them there are.
    """
    due = (
        Dispatch.objects.filter(sent_at=None, due_at__lte=at).select_related("message").order_by("due_at", "pk")[:BATCH]
    )
    groups: dict[Group, list[Dispatch]] = defaultdict(list)
    for each in due:
        groups[each.message.recipient_person_id, each.message.recipient_official_id, each.channel].append(each)
    sent = 0
    for (_person, _official, channel), waiting in groups.items():
        try:
            sent += _send(channel, [each.pk for each in waiting], at)
        except Exception as error:  # noqa: BLE001 - an adapter's failure of any kind
            # What an adapter says may name whom it wrote to.
            log.warning("the channel %s did not take a message: %s", channel, type(error).__name__)
            later = at + dt.timedelta(minutes=parameter(GROUPED_MINUTES))
            Dispatch.objects.filter(pk__in=[each.pk for each in waiting], sent_at=None).update(due_at=later)
    return sent


@transaction.atomic
def _send(channel: str, ids: list[int], at: dt.datetime) -> int:
    rows = Dispatch.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=ids, sent_at=None)
    waiting = list(rows.select_related("message").order_by("pk"))
    if not waiting:
        return 0
    address = wanted_of(waiting[0].message).get(channel)
    if address is None:  # turned off meanwhile: it stays in the box only
        Dispatch.objects.filter(pk__in=ids, sent_at=None).delete()
        return 0
    subject, body = _as_one([each.message for each in waiting])
    Dispatch.objects.filter(pk__in=[each.pk for each in waiting]).update(sent_at=at)
    channels()[channel].send(address=address, subject=subject, body=body)
    return 1


def _as_one(messages: list[Message]) -> tuple[str, str]:
    if len(messages) == 1:
        return messages[0].subject, messages[0].body
    subject = _("您有 %(count)d 条新消息，请登录查看") % {"count": len(messages)}
    lines = [f"· {each.subject}" for each in messages[:MOST_NAMED]]
    return subject, "\n".join([*lines, *(["……"] if len(messages) > MOST_NAMED else [])])
