"""Reading a matter: everything that a move depends on, in one round trip."""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.base import ModelState
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.kernel.queries import calendar_of
from tongban.kernel.rules.codes import enclosing
from tongban.kernel.sealing import SealedCharField, SealedJSONField
from tongban.matters.lifecycle import KINDS, Kind, Move, Part
from tongban.matters.models import Clock, JournalEntry, LampRule, Matter, Pause
from tongban.matters.rules.clocks import APPLICANT, Span, reckon
from tongban.matters.rules.lamps import FOUR_LAMPS, Lamp, WarningRule, lamp
from tongban.parties.rules.actor import Actor

M = TypeVar("M", bound=models.Model)

# A changed rule is seen by every process within this time.
RULES_KEPT_SECONDS = 30


class Parts(dict[str, Any]):
    """The kind's own rows by part; those of a rare part are read when they are first asked for.

    `empty` are the rare parts that had no rows as the matter was read: these need no reading. Rows read later may be
    newer than the matter as it was read: a step on them is then refused by the matter's version.
    """

    def __init__(self, kind: Kind, matter_id: int, empty: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._kind, self._matter_id, self._empty = kind, matter_id, empty

    def __missing__(self, name: str) -> Any:
        part = self._kind.parts[name]
        if name in self._empty:
            self[name] = None if part.one else []
            return self[name]
        model: Any = apps.get_model(part.model)
        rows = list(model.objects.filter(matter_id=self._matter_id).order_by(part.order))
        self[name] = (rows[0] if rows else None) if part.one else rows
        return self[name]


@dataclass(slots=True)
class Facts:
    """A matter as read: its row, clocks, pauses, and the kind's own rows by part."""

    kind: Kind
    matter: Matter
    region_code: str
    clocks: list[Clock]
    pauses: list[Pause]
    parts: Parts

    @property
    def last(self) -> JournalEntry:
        """Read the entry that led to this state; only a refusal asks for it."""
        return JournalEntry.objects.get(matter_id=self.matter.pk, sequence=self.matter.version)

    @property
    def state(self) -> str:
        return self.matter.state

    @property
    def open_pause(self) -> Pause | None:
        return next((pause for pause in self.pauses if pause.ended_on is None), None)

    @property
    def we_owe(self) -> bool:
        """Tell whether a clock runs for the government; the applicant's own lateness is not ours."""
        return any(clock.stopped_on is None and clock.runs_for != APPLICANT for clock in self.clocks)

    def running(self, kind: str, subject: str = "") -> Clock | None:
        """Return the running clock of a kind, and of a subject where several of the kind may run."""
        wanted = (kind, subject, None)
        return next((each for each in self.clocks if (each.kind, each.subject, each.stopped_on) == wanted), None)

    def lamp(self, today: dt.date) -> Lamp:
        """Return the matter's lamp as seen on a day."""
        return lamp_of(self.matter, today)


def lamp_of(matter: Matter, today: dt.date) -> Lamp:
    """Return the lamp of a matter's row as seen on a day."""
    return lamp(
        today=today,
        due_on=matter.due_on,
        warn_on=matter.warn_on,
        paused_on=matter.paused_on,
        finished_on=matter.finished_on,
        answer_due_on=matter.answer_due_on,
    )


def clock_lamp(facts: Facts, clock: Clock, today: dt.date) -> Lamp:
    """Return the lamp of one clock of a matter as seen on a day: its own, whatever the matter's is."""
    paused = facts.matter.paused_on if clock.pausable else None
    warn_on = reckon(
        calendar_of(facts.region_code),
        start=clock.started_on,
        days=clock.days,
        working=clock.unit == Clock.Unit.WORKING,
        pauses=spans_of(facts.pauses) if clock.pausable else (),
        rule=warning_rule(facts.region_code, today),
    ).warn_on
    if clock.stopped_on is not None:
        return lamp(today=today, due_on=None, warn_on=None, finished_on=clock.stopped_on, answer_due_on=clock.due_on)
    return lamp(today=today, due_on=clock.due_on, warn_on=warn_on, paused_on=paused)


def remaining_of(matter: Matter, today: dt.date) -> int | None:
    """Return the working days that are left until a matter's due day, negative once it is past; None without one."""
    return calendar_of(matter.region_id).between(today, matter.due_on) if matter.due_on else None


def read(number: str, *, actor: Actor, kind: str | None = None) -> Facts:
    """Return the facts of a matter that the actor may see. Raises NotFound, alike for absent and hidden ones."""
    # PostgreSQL has no text with a NUL in it, so no number has one.
    found = _fetch("number", number, kind) if "\x00" not in number else None
    if found is None or (kind and found.kind.code != kind) or not found.kind.sees(actor, found):
        raise NotFound(_("没有找到编号 %(number)s，请核对编号或登录后再试") % {"number": number[:60]})
    return found


def read_by_id(matter_id: int) -> Facts:
    """Return the facts of a matter for a job or a handler of the system's own. Raises NotFound."""
    found = _fetch("id", matter_id)
    if found is None:
        raise NotFound(_("没有找到事项"))
    return found


def open_moves(facts: Facts, actor: Actor) -> list[Move]:
    """List the moves that the actor may make now; buttons and API links are printed from it."""
    return [
        move
        for move in facts.kind.moves
        if facts.state in move.sources and any(facts.kind.holds(actor, facts, duty) for duty in move.duties)
    ]


def spans_of(pauses: Sequence[Pause]) -> list[Span]:
    """Return the pauses as spans; an open one is taken to last as long as declared."""
    return [Span(pause.started_on, pause.ended_on or pause.expected_end_on) for pause in pauses]


def timeline(matter_id: int) -> list[JournalEntry]:
    """List the journal of a matter, oldest first."""
    return list(JournalEntry.objects.filter(matter_id=matter_id).select_related("leaf").order_by("sequence"))


def warning_rule(region_code: str, on: dt.date) -> WarningRule:
    """Return the rule for yellow lamps in force on a day in a region: its own, or of the nearest division around it."""
    rules = _lamp_rules(on, int(time.monotonic() // RULES_KEPT_SECONDS))
    return next((rules[code] for code in enclosing(region_code) if code in rules), FOUR_LAMPS)


@functools.lru_cache(maxsize=4)
def _lamp_rules(on: dt.date, _span: int) -> dict[str, WarningRule]:
    in_force = LampRule.objects.filter(effective_from__lte=on).exclude(effective_to__lt=on).order_by("effective_from")
    return {rule.region_code: WarningRule(rule.warn_percent, rule.warn_at_least_days) for rule in in_force}


def _fetch(column: str, value: str | int, kind_code: str | None = None) -> Facts | None:
    with connection.cursor() as cursor:
        cursor.execute(_sql(column, kind_code), [value])
        row = cursor.fetchone()
    if row is None:
        return None
    of_matter, clocks, pauses, own = row[0]
    matter = _instance(Matter, of_matter)
    kind = KINDS[matter.kind]
    *at_once, has = own
    rare = [name for name, part in kind.parts.items() if part.rare]
    empty = frozenset(name for name, some in zip(rare, has, strict=True) if not some)
    parts = Parts(kind, matter.pk, empty)
    for (name, part), found in zip(_at_once(kind), at_once, strict=True):
        rows = _instances(apps.get_model(part.model), found, part.order)
        parts[name] = (rows[0] if rows else None) if part.one else rows
    return Facts(
        kind=kind,
        matter=matter,
        region_code=matter.region_id,
        clocks=_instances(Clock, clocks),
        pauses=_instances(Pause, pauses),
        parts=parts,
    )


@functools.cache
def _columns(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """Return the columns that facts are made of; hashes are for the journal's own reader."""
    return tuple(f for f in model._meta.concrete_fields if not isinstance(f, models.BinaryField))


def _instances(model: type[M], rows: list[list[Any]] | None, order: str = "id") -> list[M]:
    if not rows:
        return []
    if len(rows) > 1:  # sorted here: a handful of rows would cost the database a sort node for each table
        place = _reading(model)[0].index(order)
        rows.sort(key=lambda row: row[place])
    return [_instance(model, row) for row in rows]


def _instance(model: type[M], row: list[Any]) -> M:
    # Filled in as Django's own loader would, without __init__, which takes most of the time of a reading.
    names, to_read = _reading(model)
    made = model.__new__(model)
    values = made.__dict__
    values.update(zip(names, row, strict=True))
    for name, convert in to_read:
        if (value := values[name]) is not None:
            values[name] = convert(value)
    made._state = state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    return made


@functools.cache
def _reading(model: type[models.Model]) -> tuple[tuple[str, ...], tuple[tuple[str, Callable[[Any], Any]], ...]]:
    """Return the names of a model's columns, and how to read those that JSON has no type for."""
    columns = _columns(model)
    to_read = [(f.attname, convert) for f in columns if (convert := _converter(f)) is not None]
    return tuple(f.attname for f in columns), tuple(to_read)


def _converter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if type(target) is models.DateField:
        return dt.date.fromisoformat
    if type(target) is models.DateTimeField:
        return dt.datetime.fromisoformat
    if isinstance(target, SealedCharField | SealedJSONField):
        return lambda sealed: target.from_db_value(sealed, None, connection)
    as_they_are = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.JSONField)
    return None if isinstance(target, as_they_are) else target.to_python


def _array(model: type[models.Model], alias: str) -> str:
    # Arrays, not objects: the names need not travel with every row. A sealed document is opened as text.
    columns = [f"{alias}.{f.column}{'::text' if isinstance(f, SealedJSONField) else ''}" for f in _columns(model)]
    return f"json_build_array({', '.join(columns)})"


def _many(model: type[models.Model], matter_column: str) -> str:
    return f"(SELECT json_agg({_array(model, 'r')}) FROM {model._meta.db_table} r WHERE r.{matter_column} = m.id)"


@functools.cache
def _sql(column: str, kind_code: str | None) -> str:
    # One JSON value for all: one thing to send and one to parse. Where the kind is known, only its parts are planned.
    if kind_code is None:
        kinds = " ".join(f"WHEN '{kind.code}' THEN {_parts(kind)}" for kind in KINDS.values())
        own, of_kind = f"CASE m.kind {kinds} END", ""
    else:
        own, of_kind = _parts(KINDS[kind_code]), f" AND m.kind = '{kind_code}'"
    return (
        f"SELECT json_build_array({_array(Matter, 'm')}, {_many(Clock, 'matter_id')}, {_many(Pause, 'matter_id')},"
        f" {own}) FROM matters_matter m WHERE m.{column} = %s{of_kind}"
    )


def _at_once(kind: Kind) -> list[tuple[str, Part]]:
    return [(name, part) for name, part in kind.parts.items() if not part.rare]


def _parts(kind: Kind) -> str:
    # Of a rare part, only whether there is any: an index is looked at, no row.
    parts, rare = [], []
    for part in kind.parts.values():
        model = apps.get_model(part.model)
        matter_column = model._meta.get_field("matter").column
        if part.rare:
            rare.append(f"EXISTS (SELECT FROM {model._meta.db_table} r WHERE r.{matter_column} = m.id)")
        else:
            parts.append(_many(model, matter_column))
    parts.append(f"json_build_array({', '.join(rare)})")
    return f"json_build_array({', '.join(parts)})"
