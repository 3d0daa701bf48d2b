"""Reading matters as an event log that other programs understand (IEEE 1849 XES)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from tongban.kernel.clock import ZONE
from tongban.matters.lifecycle import KINDS
from tongban.matters.models import History, JournalEntry, Matter
from tongban.matters.rules.event_log import (
    DEADLINE,
    END,
    NAME,
    RESOURCE,
    START,
    TIME,
    TRANSITION,
    Attribute,
    Event,
    Trace,
)

CHUNK = 500
# The day that is owed ends at midnight in the place where it is owed.
_END_OF_DAY = "T23:59:59+08:00"


def histories(source: str) -> Iterator[Trace]:
    """Yield what was brought in from a log, as it stood there."""
    for kept in History.objects.filter(source=source).order_by("matter_id").iterator(chunk_size=CHUNK):
        yield Trace(
            tuple(Attribute.restored(each) for each in kept.attributes),
            tuple(Event(tuple(Attribute.restored(each) for each in event)) for event in kept.events),
        )


def traces(kind: str, *, opened_from: dt.date | None = None, opened_to: dt.date | None = None) -> Iterator[Trace]:
    """Yield the matters of a kind by the day on which they were opened, both days included.

    Nobody is named: officials stand there by number, applicants not at all.
    """
    found = Matter.objects.filter(kind=kind).order_by("pk")
    if opened_from:
        found = found.filter(opened_at__gte=_midnight(opened_from))
    if opened_to:
        found = found.filter(opened_at__lt=_midnight(opened_to + dt.timedelta(days=1)))
    entries = Prefetch("entries", queryset=JournalEntry.objects.order_by("sequence"))
    for matter in found.select_related("owner").prefetch_related(entries).iterator(chunk_size=CHUNK):
        yield _trace(matter)


def _trace(matter: Matter) -> Trace:
    kind = KINDS[matter.kind]
    attributes = [
        Attribute("string", NAME, matter.number),
        Attribute("string", "kind", matter.kind),
        Attribute("string", "subject", matter.subject),
        Attribute("string", "state", matter.state),
        Attribute("string", "authority", matter.owner.name),
        Attribute("date", START, _moment(matter.opened_at)),
    ]
    if due := matter.answer_due_on or matter.due_on:
        attributes.append(Attribute("date", DEADLINE, f"{due}{_END_OF_DAY}"))
    if matter.closed_at:
        attributes.append(Attribute("date", END, _moment(matter.closed_at)))
    return Trace(tuple(attributes), tuple(_event(kind.move(e.verb).label, e) for e in matter.entries.all()))


def _event(label: str, entry: JournalEntry) -> Event:
    return Event(
        (
            Attribute("string", NAME, label),
            Attribute("string", "verb", entry.verb),
            Attribute("string", RESOURCE, _resource(entry.actor)),
            Attribute("date", TIME, _moment(entry.occurred_at)),
            Attribute("string", TRANSITION, "complete"),
        )
    )


def _resource(actor: dict[str, Any]) -> str:
    if "official" in actor:
        return f"official-{actor['official']}"
    return "applicant" if "person" in actor else "system"


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, ZONE)
