"""Reading the registers: the catalogue, and those that the actor keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Max

from tongban.parties.rules.actor import Actor
from tongban.sharing.access import own_registers
from tongban.sharing.models import TABLES, DataCorrection, Register


@dataclass(frozen=True, slots=True)
class FieldView:
    """A data element that a register answers for, with its label and grade."""

    element: str
    label: str
    level: int


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A register: who provides it, whether it can be asked, how fresh it should be and what it answers for."""

    key: str
    name: str
    name_en: str
    kind: str
    kind_label: str
    provider: str
    connected: bool
    elsewhere: bool
    update_days: int
    basis: str
    fields: tuple[FieldView, ...]

    @property
    def level(self) -> int:
        """Return the grade of the whole, the highest of its fields."""
        return max((field.level for field in self.fields), default=1)


@dataclass(frozen=True, slots=True)
class KeptRegister:
    """A register with what it holds; `stale`: its newest row is older than it should be."""

    register: RegisterView
    count: int
    newest: dt.date | None
    stale: bool
    open_corrections: int


def register_catalogue() -> list[RegisterView]:
    """Return all registers, in two queries; it says nothing of anybody."""
    return [_view(one) for one in Register.objects.select_related("provider").prefetch_related("fields")]


def kept_registers(actor: Actor, today: dt.date, *, key: str | None = None) -> list[KeptRegister]:
    """Return the registers that the actor keeps, with how much they hold: a fixed number of queries."""
    rows = own_registers(actor).select_related("provider").prefetch_related("fields")
    registers = list(rows if key is None else rows.filter(key=key))
    held = _held(registers)
    waiting = dict(
        DataCorrection.objects.filter(register__in=registers, matter__closed_at=None)
        .values_list("register_id")
        .annotate(count=Count("pk"))
    )
    return [_kept(one, *held.get(one.pk, (0, None)), waiting.get(one.pk, 0), today) for one in registers]


def _kept(one: Register, count: int, newest: dt.date | None, waiting: int, today: dt.date) -> KeptRegister:
    late = newest is not None and newest + dt.timedelta(days=one.update_days) < today
    return KeptRegister(_view(one), count, newest, bool(one.update_days) and late, waiting)


def _held(registers: Collection[Register]) -> Mapping[int, tuple[int, dt.date | None]]:
    found: dict[int, tuple[int, dt.date | None]] = {}
    for kind in {one.kind for one in registers}:
        ids = [one.pk for one in registers if one.kind == kind]
        rows = TABLES[kind]._default_manager.filter(register_id__in=ids)
        for pk, count, newest in rows.values_list("register_id").annotate(count=Count("pk"), newest=Max("as_of")):
            found[pk] = (count, newest)
    return found


def _view(one: Register) -> RegisterView:
    return RegisterView(
        key=one.key,
        name=one.name,
        name_en=one.name_en,
        kind=one.kind,
        kind_label=Register.Kind(one.kind).label,
        provider=one.provider.name,
        connected=one.connected,
        elsewhere=bool(one.connector),
        update_days=one.update_days,
        basis=one.basis,
        fields=tuple(FieldView(field.element, field.label, field.level) for field in one.fields.all()),
    )
