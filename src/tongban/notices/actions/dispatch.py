"""Send a message out by the channels that its recipient wants."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tongban.notices.models import Dispatch, Message, Preference
from tongban.notices.ports import channels
from tongban.parties.queries import people


@transaction.atomic
def dispatch(*, message_id: int, at: dt.datetime) -> list[str]:
    """Send the message by each enabled channel for which there is an address; return the keys of those used.

    Can be repeated: what went out is remembered. Raises what the channel raises, so that the job is tried
    again.
    """
    message = Message.objects.select_for_update(of=("self",)).filter(pk=message_id).first()
    if message is None or message.recipient_person_id is None:
        return []
    wanted = set(
        Preference.objects.filter(person_id=message.recipient_person_id, enabled=True).values_list("channel", flat=True)
    )
    gone = set(Dispatch.objects.filter(message=message).values_list("channel", flat=True))
    recipient = people([message.recipient_person_id])[message.recipient_person_id]
    addresses = {"email": recipient.email, "sms": recipient.phone}
    used: list[str] = []
    for key, channel in channels().items():
        address = addresses.get(key, "")
        if key in wanted - gone and address:
            channel.send(address=address, subject=message.subject, body=message.body)
            Dispatch.objects.create(message=message, channel=key, sent_at=at)
            used.append(key)
    return used
