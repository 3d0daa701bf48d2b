"""Bring the processes of another system in as matters, with their deadlines, for lamps and statistics on them."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, connections, models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.tracing import carried_along
from tongban.matters.access import BEGIN, CLOSED, END, HISTORY, OPEN, RECORD
from tongban.matters.actions.project import projection
from tongban.matters.events import topic
from tongban.matters.models import Clock, History, JournalEntry, Matter
from tongban.matters.rules.entries import entry_hash, moment
from tongban.matters.rules.event_log import DEADLINE, START, Trace, checked
from tongban.matters.rules.event_log import END as END_KEY

ACTOR = {"name": "import-log"}
LONGEST_NUMBER = 50


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: histories that are new and known already, events and deadlines among the new ones."""

    created: int
    unchanged: int
    events: int
    deadlines: int
    still_open: int


@dataclass(frozen=True, slots=True)
class _Row:
    trace: Trace
    matter: Matter
    clock: Clock | None
    digest: str


@transaction.atomic
def import_log(
    traces: Iterable[Trace], *, source: str, authority_id: int, region_code: str, at: dt.datetime
) -> Imported:
    """Make a matter of each trace, closed where it has an end, with its events in the journal: all of them or none.

    `source` names the log; a trace known under it with the same events and deadline is left as it is. Events keep
    their own moments as `occurred_at`; what may name people stays out of the journal. Raises BrokenLog, and BadInput
    where a trace was brought in before with another content: the journal is not rewritten.
    """
    if not source or slugify(source) != source:
        raise BadInput(
            {"source": _("来源只能用小写字母、数字和连字符，例如 %(example)s") % {"example": "permits-2010"}}
        )
    rows = [_row(each, source, authority_id, region_code, at) for each in checked(iter(traces))]
    known = dict(History.objects.filter(source=source).values_list("name", "digest"))
    for row in rows:
        if known.get(row.trace.name, row.digest) != row.digest:
            raise BadInput(
                {
                    "line": _("第 %(line)d 行：%(name)s 已导入过，但事件或期限不同；日志不可改写，请换一个来源名")
                    % {"line": row.trace.line, "name": row.trace.name}
                }
            )
    fresh = [row for row in rows if row.trace.name not in known]
    _write(fresh, source, at)
    return Imported(
        created=len(fresh),
        unchanged=len(rows) - len(fresh),
        events=sum(len(row.trace.events) for row in fresh),
        deadlines=sum(row.clock is not None for row in fresh),
        still_open=sum(row.matter.closed_at is None for row in fresh),
    )


def _row(trace: Trace, source: str, authority_id: int, region_code: str, at: dt.datetime) -> _Row:
    ended, deadline = trace.moment(END_KEY), trace.moment(DEADLINE)
    opened = trace.moment(START) or min(event.at for event in trace.events)
    number = f"{source}-{trace.name}"
    if len(number) > LONGEST_NUMBER:
        number = f"{source[:17]}-{hashlib.sha256(number.encode()).hexdigest()[:32]}"
    matter = Matter(
        kind=HISTORY.code,
        number=number,
        state=CLOSED if ended else OPEN,
        region_id=region_code,
        owner_id=authority_id,
        subject=trace.name[:300],
        applicant_name="",
        opened_at=opened,
        finished_on=day_of(ended) if ended else None,
        closed_at=ended,
        version=len(trace.events),
    )
    clock = None
    if deadline:
        due, began = day_of(deadline), min(day_of(opened), day_of(deadline))
        clock = Clock(
            matter=matter,
            kind="deadline",
            started_on=began,
            days=(due - began).days,
            unit=Clock.Unit.CALENDAR,
            due_on=due,
            stopped_on=day_of(ended) if ended else None,
        )
        if ended:
            matter.answer_due_on = due
        else:
            for name, value in projection([clock], [], region_code, day_of(at))[0].items():
                setattr(matter, name, value)
    return _Row(trace, matter, clock, _digest(trace))


def _digest(trace: Trace) -> str:
    deadline = trace.moment(DEADLINE)
    said = [f"{moment(event.at)} {event.activity}" for event in trace.events]
    return hashlib.sha256("\n".join([moment(deadline) if deadline else "", *said]).encode()).hexdigest()


def _write(rows: list[_Row], source: str, at: dt.datetime) -> None:
    for row, matter_id in zip(rows, _numbers(Matter, len(rows)), strict=True):
        row.matter.pk = matter_id
        if row.clock:
            row.clock.matter_id = matter_id
    entries = [entry for row in rows for entry in _entries(row, source, at)]
    for entry, entry_id in zip(entries, _numbers(JournalEntry, len(entries)), strict=True):
        entry.pk = entry_id
    _copy([row.matter for row in rows])
    _copy([row.clock for row in rows if row.clock])
    _copy([_history(row, source) for row in rows])
    _copy(entries)
    with connection.cursor() as cursor:  # what is announced gets its place in the tree
        cursor.execute(
            "INSERT INTO kernel_announcement (topic, key, payload)"
            " SELECT %s::text || e.verb, e.id, jsonb_build_object('number', m.number, 'matter', m.id) || %s::jsonb"
            " FROM matters_journal_entry e JOIN matters_matter m ON m.id = e.matter_id"
            " WHERE e.id = ANY(%s::bigint[]) ORDER BY e.id",
            [topic(HISTORY.code, ""), json.dumps(carried_along()), [entry.pk for entry in entries]],
        )


def _history(row: _Row, source: str) -> History:
    return History(
        matter=row.matter,
        source=source,
        name=row.trace.name,
        attributes=[each.stored() for each in row.trace.attributes],
        events=[[each.stored() for each in event.attributes] for event in row.trace.events],
        digest=row.digest,
    )


def _numbers(model: type[models.Model], count: int) -> list[int]:
    """Take as many ids of the model as there are rows to come."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]


def _copy(rows: Sequence[models.Model]) -> None:
    """Write rows of one model by COPY: a log has hundreds of thousands of events. Ids that are not set are drawn."""
    if not rows:
        return
    table, here = rows[0]._meta, connections[connection.alias]  # not looked up anew for each value
    fields = [field for field in table.concrete_fields if not (field.primary_key and rows[0].pk is None)]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table.db_table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([field.get_db_prep_save(getattr(row, field.attname), here) for field in fields])


def _entries(row: _Row, source: str, at: dt.datetime) -> list[JournalEntry]:
    made = []
    last = len(row.trace.events)
    for sequence, event in enumerate(row.trace.events, 1):
        ends = sequence == last and row.matter.closed_at is not None
        verb = END if ends else BEGIN if sequence == 1 else RECORD
        said = {
            "verb": verb,
            "from_state": "" if sequence == 1 else OPEN,
            "to_state": CLOSED if ends else OPEN,
            "actor": ACTOR,
            "source": "import",
            "occurred_at": event.at,
            "recorded_at": at,
            "facts": {"activity": event.activity, "log": source},
        }
        digest = entry_hash(number=row.matter.number, sequence=sequence, **said)
        made.append(JournalEntry(matter_id=row.matter.pk, sequence=sequence, leaf_hash=digest, **said))
    return made
