"""Reading messages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.kernel.rules.paging import page_of
from tongban.notices.access import boxes_of
from tongban.notices.models import Message, Preference
from tongban.notices.ports import channels
from tongban.parties.queries import email_of_official, people, without_account
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
    """A channel on offer, whether it is turned on, where it leads, and whether people give that themselves."""

    key: str
    enabled: bool
    address: str
    asks_address: bool


def inbox_of(actor: Actor, page: int = 1) -> Box:
    """Return a page of the actor's messages, in two queries; `page` counts from 1, beyond the end gives the
    last."""
    own = Message.objects.filter(boxes_of(actor))
    counts = own.aggregate(count=Count("pk"), unread=Count("pk", filter=Q(read_at__isnull=True)))
    ordered = own.annotate(number=F("matter__number")).order_by("-created_at", "-pk")
    rows, count, page, pages = page_of(ordered, page, PAGE_SIZE, count=int(counts["count"] or 0))
    return Box(
        count,
        int(counts["unread"] or 0),
        page,
        pages,
        tuple(
            MessageView(row.pk, row.subject, row.body, row.created_at, row.read_at, row.matter_id, row.number or "")
            for row in rows
        ),
    )


def message(actor: Actor, message_id: int) -> MessageView:
    """Return one of the actor's messages; NotFound when it is somebody else's."""
    row = Message.objects.filter(boxes_of(actor), pk=message_id).annotate(number=F("matter__number")).first()
    if row is None:
        raise NotFound(_("没有这条消息。"))
    return MessageView(row.pk, row.subject, row.body, row.created_at, row.read_at, row.matter_id, row.number or "")


def channel_choices(actor: Actor) -> list[ChannelChoice]:
    """Return the channels on offer with the actor's choice; what was never chosen is off."""
    if actor.official_id is None and actor.person_id is None:
        return []
    own = Q(official_id=actor.official_id) if actor.official_id is not None else Q(person_id=actor.person_id)
    chosen = {row.channel: row for row in Preference.objects.filter(own)}
    return [
        ChannelChoice(
            key=key,
            enabled=key in chosen and chosen[key].enabled,
            address=chosen[key].address if key in chosen else "",
            asks_address=channel.address_pattern is not None,
        )
        for key, channel in sorted(channels().items())
    ]


def wanted_of(message: Message) -> dict[str, str]:
    """Return the address for each channel that the recipient of a message turned on, in three queries at most.

    A person who has no account cannot read the box, nor turn anything on: they get a text message.
    """
    own = (
        Q(person_id=message.recipient_person_id)
        if message.recipient_person_id is not None
        else Q(official_id=message.recipient_official_id)
    )
    chosen = {row.channel: row.address for row in Preference.objects.filter(own, enabled=True)}
    if message.recipient_person_id is not None and not chosen and without_account(message.recipient_person_id):
        chosen = {"sms": ""}
    offered = {key: channel for key, channel in channels().items() if key in chosen}
    known = _known(message) if any(channel.known_by for channel in offered.values()) else {}
    found = {key: known.get(channel.known_by, "") or chosen[key] for key, channel in offered.items()}
    return {key: address for key, address in found.items() if address}


def _known(message: Message) -> dict[str, str]:
    if message.recipient_person_id is not None:
        person = people([message.recipient_person_id])[message.recipient_person_id]
        return {"email": person.email, "phone": person.phone}
    return {"email": email_of_official(message.recipient_official_id or 0)}
