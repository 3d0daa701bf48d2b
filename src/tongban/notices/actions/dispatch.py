"""Send a message out by the channels that its recipient wants, many of them as one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tongban.kernel.queries import parameter
from tongban.notices.models import Dispatch, Message
from tongban.notices.ports import channels
from tongban.notices.queries import wanted_of

GROUPED_MINUTES = "notice_group_minutes"


@transaction.atomic
def dispatch(*, message_id: int, at: dt.datetime) -> list[str]:
    """Send the message by each channel that is turned on and has an address; return the keys of those used.

    Who had one by the same channel within the minutes of the parameter gets this one later, together with what else
    comes until then (see `send_grouped`): nobody is stormed. Can be repeated: what went out or waits is remembered.
    Raises what the channel raises, so that the job is tried again.
    """
    message = Message.objects.select_for_update(of=("self",)).filter(pk=message_id).first()
    if message is None:
        return []
    gone = set(Dispatch.objects.filter(message=message).values_list("channel", flat=True))
    wanted = {key: address for key, address in wanted_of(message).items() if key not in gone}
    span = dt.timedelta(minutes=parameter(GROUPED_MINUTES))
    same = {
        "message__recipient_person_id": message.recipient_person_id,
        "message__recipient_official_id": message.recipient_official_id,
    }
    recent = dict(
        Dispatch.objects.filter(channel__in=wanted, sent_at__gt=at - span, **same)
        .order_by("sent_at")
        .values_list("channel", "sent_at")
    )
    used: list[str] = []
    for key, address in wanted.items():
        if key in recent:
            Dispatch.objects.create(message=message, channel=key, due_at=(recent[key] or at) + span)
            continue
        channels()[key].send(address=address, subject=message.subject, body=message.body)
        Dispatch.objects.create(message=message, channel=key, sent_at=at)
        used.append(key)
    return used
