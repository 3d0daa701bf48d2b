"""Reading messages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.notices.access import boxes_of
from tongban.notices.models import Message, Preference
from tongban.notices.ports import channels
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as its recipient reads it; `matter_number` is empty when it is about no matter."""

    id: int
    subject: str
    body: str
    created_at: dt.datetime
    read_at: dt.datetime | None
    matter_id: int | None
    matter_number: str


@dataclass(frozen=True, slots=True)
class Box:
    """A page of messages, the newest first, with the counts of the whole box."""

    count: int
    unread: int
    page: int
    pages: int
    results: tuple[MessageView, ...]


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """A channel on offer, and whether the person turned it on."""

    key: str
    enabled: bool


def inbox_of(actor: Actor, page: int = 1) -> Box:
    """Return a page of the actor's messages, in two queries; `page` counts from 1, beyond the end gives the
    last."""
    own = Message.objects.filter(boxes_of(actor))
    counts = own.aggregate(count=Count("pk"), unread=Count("pk", filter=Q(read_at__isnull=True)))
    count, unread = int(counts["count"] or 0), int(counts["unread"] or 0)
    pages = max(1, -(-count // PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = own.annotate(number=F("matter__number")).order_by("-created_at", "-pk")
    return Box(
        count,
        unread,
        page,
        pages,
        tuple(
            MessageView(row.pk, row.subject, row.body, row.created_at, row.read_at, row.matter_id, row.number or "")
            for row in rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        ),
    )


def message(actor: Actor, message_id: int) -> MessageView:
    """Return one of the actor's messages; NotFound when it is somebody else's."""
    row = Message.objects.filter(boxes_of(actor), pk=message_id).annotate(number=F("matter__number")).first()
    if row is None:
        raise NotFound(_("没有这条消息。"))
    return MessageView(row.pk, row.subject, row.body, row.created_at, row.read_at, row.matter_id, row.number or "")


def unread_count(actor: Actor) -> int:
    """Return how many messages of the actor are unread, in one query."""
    return Message.objects.filter(boxes_of(actor), read_at__isnull=True).count()


def channel_choices(actor: Actor) -> list[ChannelChoice]:
    """Return the channels on offer with the actor's choice; what was never chosen is off."""
    if actor.person_id is None:
        return []
    enabled = set(Preference.objects.filter(person_id=actor.person_id, enabled=True).values_list("channel", flat=True))
    return [ChannelChoice(key, key in enabled) for key in sorted(channels())]
