"""Put a message into the boxes of its recipients."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from tongban.kernel.outbox import announce
from tongban.notices.events import MESSAGE_SENT
from tongban.notices.models import Message

LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whose box: a person's or an official's, one of the two."""

    person_id: int | None = None
    official_id: int | None = None

    def __post_init__(self) -> None:
        if (self.person_id is None) == (self.official_id is None):
            raise ValueError("a recipient is a person or an official")


@transaction.atomic
def send(
    *,
    to: Sequence[Recipient],
    subject: str,
    body: str,
    at: dt.datetime,
    matter_id: int | None = None,
    once_key: str = "",
) -> int:
    """Send one text to each recipient, in a few statements whatever their number; return how many were sent.

    With a `once_key`, recipients who have a message of that key already get no second one. What goes out by
    other channels is announced, and goes after the commit.
    """
    recipients = list(dict.fromkeys(to))
    if once_key:
        have = {
            Recipient(person_id, official_id)
            for person_id, official_id in Message.objects.filter(once_key=once_key).values_list(
                "recipient_person_id", "recipient_official_id"
            )
        }
        recipients = [recipient for recipient in recipients if recipient not in have]
    messages = Message.objects.bulk_create(
        [
            Message(
                recipient_person_id=recipient.person_id,
                recipient_official_id=recipient.official_id,
                matter_id=matter_id,
                subject=subject[:LONGEST_SUBJECT],
                body=body,
                created_at=at,
                once_key=once_key,
            )
            for recipient in recipients
        ],
        batch_size=2000,
    )
    announce(MESSAGE_SENT, {message.pk: {} for message in messages})
    return len(messages)
