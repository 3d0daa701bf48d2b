"""Reading what the registers hold of a subject."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tongban.sharing.models import TABLES, Register, RegisterField, RegisterRecord
from tongban.sharing.rules.answers import Answer, Asked
from tongban.sharing.rules.columns import COLUMNS, told
from tongban.sharing.rules.known import Value


@dataclass(frozen=True, slots=True)
class Knower:
    """A register that answers for some of the elements asked, with their levels."""

    register: Register
    levels: Mapping[str, int]


def knowers(elements: Collection[str]) -> list[Knower]:
    """Return the registers that answer for the elements, in one query."""
    levels: dict[int, dict[str, int]] = {}
    registers: dict[int, Register] = {}
    for field in RegisterField.objects.filter(element__in=list(elements)).select_related("register"):
        registers[field.register_id] = field.register
        levels.setdefault(field.register_id, {})[field.element] = field.level
    return [Knower(registers[pk], found) for pk, found in levels.items()]


def held_here(found: Collection[Knower], subject_code: str) -> list[Asked]:
    """Return what the registers held here say of the subject: one query for each table, however many registers."""
    rows: dict[int, list[Answer]] = {}
    by_table: dict[str, list[Knower]] = {}
    for knower in found:
        if knower.register.connected:
            by_table.setdefault(knower.register.kind, []).append(knower)
    for kind, of_table in by_table.items():
        registers = {knower.register.pk: knower for knower in of_table}
        held = TABLES[kind]._default_manager.filter(subject_code=subject_code, register_id__in=list(registers))
        for record in held:
            knower = registers[record.register_id]
            values = values_of(record, kind, knower.levels)
            answer = Answer(row_name(knower.register, record), record.object_code, record.as_of, values)
            rows.setdefault(record.register_id, []).append(answer)
    return [asked(knower, rows.get(knower.register.pk, [])) for knower in found]


def asked(knower: Knower, rows: Collection[Answer]) -> Asked:
    """Return a register that was asked, with the rows that it answered."""
    of = knower.register
    return Asked(of.key, of.name, of.connected, of.update_days, knower.levels, list(rows))


def values_of(record: RegisterRecord, kind: str, elements: Collection[str]) -> dict[str, Value]:
    """Return what a row says of the elements, those that it leaves empty left out."""
    columns = COLUMNS[kind]
    values: dict[str, Value] = {}
    for element in elements:
        column = columns.get(element)
        value = (
            told(getattr(record, column.name), column.scale) if column is not None else told(record.values.get(element))
        )
        if value is not None:
            values[element] = value
    return values


def row_name(register: Register, record: RegisterRecord) -> str:
    """Return the name by which a row can be traced: "population/17"; it tells nothing of the subject."""
    return f"{register.key}/{record.pk}"


def things_of(subject_code: str, domain: str) -> list[tuple[str, str]]:
    """Return the things of a domain ("property") that the registers know the subject to hold: code and name.

    For the pages of the subject, so that they say which one is meant; `look_up` tells what is known of it, and who
    asked.
    """
    fields = RegisterField.objects.filter(element__startswith=f"{domain}.", register__connected=True)
    kinds: dict[str, set[int]] = {}
    for pk, kind in fields.values_list("register_id", "register__kind").distinct():
        kinds.setdefault(kind, set()).add(pk)
    found: dict[str, str] = {}
    for kind, registers in kinds.items():
        held = TABLES[kind]._default_manager.filter(subject_code=subject_code, register_id__in=registers)
        for code, name in (
            held.exclude(object_code="").order_by("object_code").values_list("object_code", "object_name")
        ):
            found[code] = found.get(code) or name or code
    return sorted(found.items())
