"""Work the due days of open matters out again after the calendar has changed, as a set, and journal what changed."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from tongban.kernel.clock import day_of
from tongban.kernel.queries import forget_calendars
from tongban.kernel.tracing import carried_along
from tongban.matters.actions.project import projection
from tongban.matters.events import topic
from tongban.matters.lifecycle import RECOMPUTE
from tongban.matters.models import Clock, Matter, Pause
from tongban.matters.rules.entries import entry_hash
from tongban.parties.rules.actor import SYSTEM

BATCH = 2000

# One statement for a batch: a matter that somebody moved since it was read is left out whole, to be looked at again.
_WRITE = """
WITH said AS (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS said(
        id bigint, version integer, number text, topic text, due_on date, due_provisional boolean, warn_on date,
        facts jsonb, leaf_hash text)
), moved AS (
    UPDATE matters_matter AS m SET version = m.version + 1, due_on = said.due_on,
        due_provisional = said.due_provisional, warn_on = said.warn_on
    FROM said WHERE m.id = said.id AND m.version = said.version RETURNING m.id, m.state
), clocks AS (
    UPDATE matters_clock AS c SET due_on = new.due_on, due_provisional = new.due_provisional
    FROM jsonb_to_recordset(%s::jsonb) AS new(id bigint, matter_id bigint, due_on date, due_provisional boolean)
    JOIN moved ON moved.id = new.matter_id WHERE c.id = new.id
), entry AS (
    INSERT INTO matters_journal_entry (matter_id, sequence, verb, from_state, to_state, actor, source, occurred_at,
        recorded_at, facts, leaf_hash)
    SELECT said.id, said.version + 1, %s::text, moved.state, moved.state, %s::jsonb, %s::text, %s::timestamptz,
        %s::timestamptz, said.facts, decode(said.leaf_hash, 'hex')
    FROM said JOIN moved ON moved.id = said.id RETURNING id, matter_id
)
INSERT INTO kernel_announcement (topic, key, payload)
SELECT said.topic, entry.id, jsonb_build_object('number', said.number, 'matter', said.id) || %s::jsonb
FROM entry JOIN said ON said.id = entry.matter_id RETURNING payload->>'number'
"""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The numbers of the matters whose days changed, and how many open ones were looked at."""

    numbers: list[str]
    looked_at: int


def recompute(*, at: dt.datetime, said: Mapping[str, str] | None = None) -> Recomputed:
    """Bring every open matter's due days in line with the calendar as it is now; four statements a batch.

    Each change is a journal entry of the matter, by the system, with what is `said` of its cause. It can be stopped
    and run again: what is right already is left alone.
    """
    forget_calendars()
    numbers: list[str] = []
    looked_at, last = 0, 0
    while ids := _open_after(last):
        last = ids[-1]
        looked_at += len(ids)
        while ids:
            with transaction.atomic():
                written, ids = _write(ids, at, said or {})
            numbers += written
    return Recomputed(numbers, looked_at)


def _open_after(last: int) -> list[int]:
    running = Clock.objects.filter(stopped_on=None, matter_id__gt=last, matter__closed_at=None)
    return list(running.order_by("matter_id").values_list("matter_id", flat=True).distinct()[:BATCH])


def _write(ids: list[int], at: dt.datetime, cause: Mapping[str, str]) -> tuple[list[str], list[int]]:
    """Write what has changed, and return the numbers, and the ids of those that somebody moved meanwhile."""
    clocks: dict[int, list[Clock]] = defaultdict(list)
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for clock in Clock.objects.filter(matter_id__in=ids):
        clocks[clock.matter_id].append(clock)
    for pause in Pause.objects.filter(matter_id__in=ids):
        pauses[pause.matter_id].append(pause)
    said: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for matter in Matter.objects.filter(pk__in=ids):
        values, stale = projection(clocks[matter.pk], pauses[matter.pk], matter.region_id, day_of(at))
        del values["paused_on"]
        if stale or any(getattr(matter, name) != value for name, value in values.items()):
            said.append(_said(matter, values, at, cause))
            changed += [{"id": clock.pk, "matter_id": matter.pk, **days} for clock, days in stale]
    if not said:
        return [], []
    who = json.dumps({"name": SYSTEM.name})
    with connection.cursor() as cursor:
        rows = [json.dumps(each, default=dt.date.isoformat) for each in (said, changed)]
        cursor.execute(_WRITE, [*rows, RECOMPUTE.verb, who, SYSTEM.source, at, at, json.dumps(carried_along())])
        written = [number for (number,) in cursor.fetchall()]
    return written, [each["id"] for each in said if each["number"] not in set(written)]


def _said(matter: Matter, values: dict[str, Any], at: dt.datetime, cause: Mapping[str, str]) -> dict[str, Any]:
    facts = {"due_on": _day(values["due_on"]), "before": _day(matter.due_on), **cause}
    digest = entry_hash(
        number=matter.number,
        sequence=matter.version + 1,
        verb=RECOMPUTE.verb,
        from_state=matter.state,
        to_state=matter.state,
        actor={"name": SYSTEM.name},
        source=SYSTEM.source,
        occurred_at=at,
        recorded_at=at,
        facts=facts,
    )
    return {
        "id": matter.pk,
        "version": matter.version,
        "number": matter.number,
        "topic": topic(matter.kind, RECOMPUTE.verb),
        **values,
        "facts": facts,
        "leaf_hash": digest.hex(),
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
