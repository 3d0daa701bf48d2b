"""Load the registers of a city and what they know from its files."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from django.db import transaction

from tongban.kernel.clock import day_of
from tongban.parties.actions import record_event, store_rows
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.reports import Report
from tongban.parties.rules.rows import RawRow, Row, Sheet
from tongban.sharing.actions.read_records import Seen, read_record
from tongban.sharing.actions.store_records import counted, store_records
from tongban.sharing.models import Register, RegisterField, RegisterRecord
from tongban.sharing.rules.known import ELEMENT

FILE = "registers.toml"
KEY = re.compile(r"[a-z][a-z0-9-]{1,49}")
FIELDS = ["name", "name_en", "kind", "provider_id", "connected", "connector", "update_days", "basis"]


@transaction.atomic
def import_registers(
    *, registers: Sequence[RawRow], records: Sequence[RawRow], actor: Actor, at: dt.datetime
) -> Report:
    """Store registers (`key name name_en kind provider connected connector update_days basis fields`) and their
    records (`register subject object object_name as_of row_guid values`).

    `provider` is an authority's key; `fields` are tables of `element label level`, level 1-4 (3 when not told).
    Raises ImportRefused with every problem, and then nothing is stored.
    """
    sheet = Sheet(FILE, registers)
    providers = {one.key: one.id for one in authorities()}
    seen: set[str] = set()
    rows = [(_register(row, providers, seen), _fields(row)) for row in sheet]
    sheet.refuse_if_bad()
    report, stored = store_rows(Register, [one for one, _fields_of in rows], key="key", fields=FIELDS)
    for one, fields in rows:
        report += _set_fields(stored[one.key], fields)
    report += _store(records, at)
    if report.created or report.changed:
        record_event(
            kind="import_registers",
            subject="register:all",
            actor=actor,
            at=at,
            created=report.created,
            changed=report.changed,
        )
    return report


def _register(row: Row, providers: Mapping[str, int], seen: set[str]) -> Register:
    key, provider = row.text("key", longest=50), row.text("provider")
    if key and not KEY.fullmatch(key):
        row.problem("key", f"应为小写字母、数字和连字符：{key}")
    if key in seen:
        row.problem("key", f"重复：{key}")
    seen.add(key)
    if provider and provider not in providers:
        row.problem("provider", f"authorities.toml 里没有 {provider}")
    kind = row.text("kind", valid=lambda kind: kind in Register.Kind.values, message=f"应为 {_KINDS} 之一")
    days = row.raw("update_days")
    if days is not None and (isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= 3660):
        row.problem("update_days", "应为 0 到 3660 的天数")
    return Register(
        key=key,
        name=row.text("name", longest=100),
        name_en=row.text("name_en", required=False),
        kind=kind,
        provider_id=providers.get(provider, 0),
        connected=row.yes("connected", default=True),
        connector=row.text("connector", required=False, longest=50),
        update_days=days or 0,
        basis=row.text("basis", required=False, longest=300),
    )


_KINDS = "、".join(Register.Kind.values)


def _fields(row: Row) -> list[RegisterField]:
    fields: dict[str, RegisterField] = {}
    for order, found in enumerate(row.rows("fields"), start=1):
        element, label, level = str(found.get("element", "")), str(found.get("label", "")), found.get("level", 3)
        if not ELEMENT.fullmatch(element):
            row.problem(f"fields.{order}.element", f"数据项应形如 org.name 或 property.address：{element}")
        if element in fields:
            row.problem(f"fields.{order}.element", f"重复：{element}")
        if not 1 <= len(label) <= 100:
            row.problem(f"fields.{order}.label", "写明名称，最多 100 个字")
        if level not in (1, 2, 3, 4) or isinstance(level, bool):
            row.problem(f"fields.{order}.level", "分级应为 1 到 4")
            level = 3
        fields[element] = RegisterField(element=element, label=label, level=level, order=order)
    if not fields:
        row.problem("fields", "至少写一个数据项")
    return list(fields.values())


def _set_fields(register: Register, fields: Sequence[RegisterField]) -> Report:
    for field in fields:
        field.register_id = register.pk
    RegisterField.objects.filter(register=register).exclude(element__in=[one.element for one in fields]).delete()
    return store_rows(
        RegisterField, fields, key="element", fields=["label", "level", "order"], within={"register_id": register.pk}
    )[0]


def _store(rows: Sequence[RawRow], at: dt.datetime) -> Report:
    registers = {one.key: one for one in Register.objects.prefetch_related("fields")}
    elements = {key: {field.element for field in one.fields.all()} for key, one in registers.items()}
    sheet, seen = Sheet(FILE, rows), Seen()
    by_register: dict[str, list[RegisterRecord]] = {}
    for row in sheet:
        key = row.text("register")
        if key in registers:
            record = read_record(registers[key], elements[key], row, day_of(at))
            seen.note(row, record)
            by_register.setdefault(key, []).append(record)
        elif key:
            row.problem("register", f"没有这个信息库：{key}")
    sheet.refuse_if_bad()
    report = Report()
    for records in by_register.values():
        report += counted(records, store_records(records))
    return report
