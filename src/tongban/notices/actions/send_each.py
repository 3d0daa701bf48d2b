"""Put a message of its own into the box of each of many people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from tongban.kernel.outbox import announce
from tongban.notices.actions.send import LONGEST_SUBJECT
from tongban.notices.events import MESSAGE_SENT
from tongban.notices.models import Message


@dataclass(frozen=True, slots=True)
class Text:
    """What one person is told."""

    subject: str
    body: str


@transaction.atomic
def send_each(*, texts: Mapping[int, Text], at: dt.datetime, once_key: str) -> int:
    """Send each person (by id) a text of their own, in three statements; return how many were sent.

    Who has a message of the `once_key` already gets no second one. The channels are those of `send`.
    """
    have = set(
        Message.objects.filter(once_key=once_key, recipient_person__in=texts).values_list(
            "recipient_person_id", flat=True
        )
    )
    messages = Message.objects.bulk_create(
        [
            Message(
                recipient_person_id=person,
                subject=text.subject[:LONGEST_SUBJECT],
                body=text.body,
                created_at=at,
                once_key=once_key,
            )
            for person, text in texts.items()
            if person not in have
        ],
        batch_size=2000,
    )
    announce(MESSAGE_SENT, {message.pk: {} for message in messages})
    return len(messages)
