"""The only place that writes the state of a matter."""

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from tongban.kernel.clock import ZONE, day_of
from tongban.kernel.tracing import CARRIED, carried
from tongban.matters.actions.alerts import backdated
from tongban.matters.actions.project import project, projection
from tongban.matters.actions.stand_in import stands_for
from tongban.matters.actions.writes import Insert, Shape, Write, clauses, columns_of, dissect
from tongban.matters.events import NotAllowedNow, NotYours, Overtaken, topic
from tongban.matters.lifecycle import Kind, Move
from tongban.matters.models import Clock, Matter
from tongban.matters.queries import Facts
from tongban.matters.rules.entries import entry_hash
from tongban.parties.rules.actor import Actor, ActsFor, Held

TRIES = 8

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Stepped:
    """What a step left behind: the matter's number and state, and the journal entry."""

    number: str
    state: str
    version: int
    entry_id: int


def retried(action: Callable[P, R]) -> Callable[P, R]:
    """Make an action read again when somebody else's step came between its reading and its writing.

    On the second reading the move is either still allowed, or refused with the reason that the other step gives.
    """

    @functools.wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for _attempt in range(TRIES):
            try:
                return action(*args, **kwargs)
            except Overtaken:
                continue
        raise NotAllowedNow(_("这件事正被多人同时处理，请稍后再试一次"))

    return run


def allow(facts: Facts, verb: str, actor: Actor) -> Move:
    """Return the move if the actor may make it now. Raises NotAllowedNow or NotYours, and changes nothing."""
    move = facts.kind.move(verb)
    if facts.state not in move.sources:
        last = facts.last
        said = last.recorded_at.astimezone(ZONE).strftime("%m-%d %H:%M")
        done = facts.kind.move(last.verb).past or facts.kind.move(last.verb).label
        raise NotAllowedNow(
            _("现在不能“%(verb)s”：当前状态是“%(state)s”（%(who)s 于 %(when)s %(done)s）")
            % {
                "verb": _(move.label),
                "state": _(facts.kind.state(facts.state).label),
                "who": last.actor.get("name", ""),
                "when": said,
                "done": _(done),
            }
        )
    if not any(facts.kind.holds(actor, facts, duty) for duty in move.duties):
        raise NotYours(_("“%(verb)s”不在您的职责范围内，请交由有相应职责的人员办理") % {"verb": _(move.label)})
    return move


def step(
    facts: Facts,
    verb: str,
    *,
    actor: Actor,
    at: dt.datetime,
    to: str | None = None,
    writes: Sequence[Write] = (),
    changes: Mapping[str, Any] | None = None,
    said: Mapping[str, Any] | None = None,
    occurred_at: dt.datetime | None = None,
) -> Stepped:
    """Move a matter: check, write the state, the rows, the journal entry and the announcement in one statement.

    `to` chooses among a move's targets; `writes` are rows of the same step; `changes` are further values of the
    matter's row; `said` goes into the journal and must hold no personal data. Due, warning and pause days are worked
    out from the clocks and pauses as they will be. `occurred_at` is when it happened, where that is not now: if that
    was too long ago an alert is raised. Raises NotAllowedNow and NotYours; BadInput when it is said to have happened
    later than now; Overtaken when the matter has moved since it was read (see `retried`), and then nothing at all is
    written.
    """
    move = allow(facts, verb, actor)
    late = backdated(facts.matter, occurred_at=occurred_at, at=at)
    target = _target(facts, move, to)
    state = facts.kind.state(target)
    owed_on = facts.matter.due_on if facts.we_owe else None
    projected, recomputed = project(facts, writes, day_of(at))
    values: dict[str, Any] = {**projected, **(changes or {}), "state": target}
    if state.finished and facts.matter.finished_on is None:
        values["finished_on"], values["answer_due_on"] = day_of(at), owed_on
    if state.closed and facts.matter.closed_at is None:
        values["closed_at"] = at
    return _write(
        kind=facts.kind,
        matter=facts.matter,
        verb=verb,
        values=values,
        writes=[*writes, *recomputed, *late],
        entry=_entry(
            facts.matter,
            verb,
            facts.state,
            target,
            actor,
            at,
            occurred_at,
            said or {},
            stands_for(facts, move, actor),
            facts.kind.acts_for(actor, facts) if facts.kind.acts_for else None,
        ),
    )


def new_matter(
    *,
    number: str,
    region_id: str,
    owner_id: int,
    subject: str,
    applicant_name: str,
    applicant_person_id: int | None = None,
    applicant_organisation_id: int | None = None,
    agent_id: int | None = None,
) -> Matter:
    """Return a matter that is not written yet, for `open_matter`."""
    return Matter(
        number=number,
        region_id=region_id,
        owner_id=owner_id,
        subject=subject,
        applicant_name=applicant_name,
        applicant_person_id=applicant_person_id,
        applicant_organisation_id=applicant_organisation_id,
        agent_id=agent_id,
    )


def open_matter(
    kind: Kind,
    matter: Matter,
    verb: str,
    *,
    actor: Actor,
    at: dt.datetime,
    writes: Sequence[Write] = (),
    said: Mapping[str, Any] | None = None,
    occurred_at: dt.datetime | None = None,
    acting: ActsFor | None = None,
) -> Stepped:
    """Begin a matter with the kind's opening move; `matter` is unsaved and carries its number.

    Its due and warning days follow from the clocks among the `writes`. For `occurred_at` see `step`; `acting` says for
    whom the actor begins it, where that is by a mandate.
    """
    move = kind.move(verb)
    if move.sources or len(move.targets) != 1:
        raise ValueError(f"{kind.code}.{verb} does not open a matter")
    matter.kind, matter.state, matter.version, matter.opened_at = kind.code, move.targets[0], 0, at
    state = kind.state(matter.state)
    matter.finished_on = day_of(at) if state.finished else None
    matter.closed_at = at if state.closed else None
    late = backdated(matter, occurred_at=occurred_at, at=at)
    clocks = [write.row for write in writes if isinstance(write, Insert) and isinstance(write.row, Clock)]
    for name, value in projection(clocks, [], matter.region_id, day_of(at))[0].items() if clocks else ():
        setattr(matter, name, value)
    return _write(
        kind=kind,
        matter=matter,
        verb=verb,
        values={},
        writes=[*writes, *late],
        entry=_entry(matter, verb, "", matter.state, actor, at, occurred_at, said or {}, acting=acting),
    )


def _target(facts: Facts, move: Move, to: str | None) -> str:
    if move.stays:
        return facts.state
    target = to or move.targets[0]
    if target not in move.targets:
        raise ValueError(f"{move.verb} does not lead to {target}")
    return target


def _entry(
    matter: Matter,
    verb: str,
    from_state: str,
    to_state: str,
    actor: Actor,
    at: dt.datetime,
    occurred_at: dt.datetime | None,
    said: Mapping[str, Any],
    stood_for: Held | None = None,
    acting: ActsFor | None = None,
) -> list[Any]:
    who: dict[str, Any] = {"name": actor.name}
    for name in ("official_id", "person_id", "client_system_id"):
        if (value := getattr(actor, name)) is not None:
            who[name.removesuffix("_id")] = value
    if stood_for is not None:
        who["on_behalf_of"], who["for_official"] = stood_for.on_behalf_of, stood_for.for_official_id
    if acting is not None:
        who[f"for_{acting.kind}"] = acting.party_id
        if acting.mandate_id is not None:
            who["mandate"] = acting.mandate_id
    claimed = occurred_at or at
    sequence = matter.version + 1
    facts = dict(said)
    digest = entry_hash(
        number=matter.number,
        sequence=sequence,
        verb=verb,
        from_state=from_state,
        to_state=to_state,
        actor=who,
        source=actor.source,
        occurred_at=claimed,
        recorded_at=at,
        facts=facts,
    )
    return [verb, from_state, Jsonb(who), actor.source, claimed, at, Jsonb(facts), digest]


def _write(
    *,
    kind: Kind,
    matter: Matter,
    verb: str,
    values: dict[str, Any],
    writes: Sequence[Write],
    entry: list[Any],
) -> Stepped:
    dissected = [dissect(write) for write in writes]
    trace = carried()
    shapes = tuple([shape for shape, _values in dissected])
    columns = columns_of(Matter)
    if not matter.pk:
        names = tuple(name for name in columns if name not in ("id", "version"))
        moved = [columns[name].ready(getattr(matter, name)) for name in names]
        sql = _opening_sql(kind.code, names, shapes, bool(trace))
    else:
        names = tuple(values)
        moved = [columns[name].ready(value) for name, value in values.items()]
        moved += [matter.pk, matter.version]
        sql = _step_sql(kind.code, names, shapes, bool(trace))
    for _shape, of_row in dissected:
        moved += of_row
    with connection.cursor() as cursor:
        cursor.execute(sql, [*moved, *entry, matter.number, *([trace] if trace else [])])
        row = cursor.fetchone()
    if row is None:
        raise Overtaken(matter.number)
    matter.pk, version, entry_id = row
    return Stepped(matter.number, values.get("state", matter.state), version, entry_id)


@functools.lru_cache(maxsize=1024)
def _step_sql(kind_code: str, names: tuple[str, ...], shapes: tuple[Shape, ...], traced: bool) -> str:
    columns = columns_of(Matter)
    sets = ", ".join(f'"{columns[n].field.column}" = {columns[n].cast}' for n in names)
    return (
        f"WITH moved AS (UPDATE matters_matter SET version = version + 1, {sets}"
        f" WHERE id = %s::bigint AND version = %s::integer RETURNING {_MOVED})" + _tail(kind_code, shapes, traced)
    )


@functools.lru_cache(maxsize=64)
def _opening_sql(kind_code: str, names: tuple[str, ...], shapes: tuple[Shape, ...], traced: bool) -> str:
    columns = columns_of(Matter)
    named = ", ".join(f'"{columns[n].field.column}"' for n in names)
    values = ", ".join(columns[n].cast for n in names)
    return (
        f"WITH moved AS (INSERT INTO matters_matter (version, {named}) VALUES (1, {values})"
        f" RETURNING {_MOVED})" + _tail(kind_code, shapes, traced)
    )


_MOVED = "id, version, state"


def _tail(kind_code: str, shapes: tuple[Shape, ...], traced: bool) -> str:
    # What the matter's row now says need not be sent again for the entry and the announcement.
    trace = f", '{CARRIED}', %s::text" if traced else ""
    return (
        clauses(shapes) + ", entry AS (INSERT INTO matters_journal_entry (matter_id, sequence, verb, from_state,"
        " to_state, actor, source, occurred_at, recorded_at, facts, leaf_hash) SELECT moved.id, moved.version,"
        " %s::text, %s::text, moved.state, %s::jsonb, %s::text, %s::timestamptz, %s::timestamptz, %s::jsonb,"
        " %s::bytea FROM moved RETURNING id, matter_id, sequence, verb), said AS (INSERT INTO kernel_announcement"
        f" (topic, key, payload) SELECT '{topic(kind_code, '')}' || verb, id, jsonb_build_object('matter', matter_id,"
        f" 'number', %s::text{trace}) FROM entry) SELECT matter_id, sequence, id FROM entry"
    )
