"""Load the records of base registers from a city's files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from tongban.kernel.clock import day_of
from tongban.kernel.rules.codes import resident_id_valid, uscc_valid
from tongban.parties.actions import record_event, store_rows
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.reports import Report
from tongban.parties.rules.rows import RawRow, Row, Sheet
from tongban.sharing.models import RegisterRecord
from tongban.sharing.rules.known import ELEMENT

FILE = "registers.toml"
FIELDS = ["register_name", "provider_id", "subject_kind", "values", "as_of", "level"]


@transaction.atomic
def import_registers(*, rows: Sequence[RawRow], actor: Actor, at: dt.datetime) -> Report:
    """Store records: `register register_name provider as_of subject level` and a table `values` of data
    elements.

    `provider` is an authority's key, `subject` an identifier, `level` 1-4 (3 when not told). Raises
    ImportRefused.
    """
    sheet = Sheet(FILE, rows)
    providers = {one.key: one.id for one in authorities()}
    by_register: dict[str, list[RegisterRecord]] = {}
    seen: set[tuple[str, str]] = set()
    for row in sheet:
        register = row.text("register", longest=50)
        subject = row.text("subject", longest=18).upper()
        provider = row.text("provider")
        if (register, subject) in seen:
            row.problem("subject", f"同一信息库里重复：{subject}")
        seen.add((register, subject))
        if provider and provider not in providers:
            row.problem("provider", f"authorities.toml 里没有 {provider}")
        kind = "organisation" if uscc_valid(subject) else "person"
        if subject and kind == "person" and not resident_id_valid(subject):
            row.problem("subject", "不是有效的统一社会信用代码或公民身份号码")
        by_register.setdefault(register, []).append(
            RegisterRecord(
                register=register,
                register_name=row.text("register_name", longest=100),
                provider_id=providers.get(provider, 0),
                subject_kind=kind,
                subject_code=subject,
                values=_values(row),
                as_of=row.day("as_of") or day_of(at),
                level=row.number_in("level", (1, 2, 3, 4), default=3),
            )
        )
    sheet.refuse_if_bad()
    report = Report()
    for register, records in by_register.items():
        stored, _rows = store_rows(
            RegisterRecord, records, key="subject_code", fields=FIELDS, within={"register": register}
        )
        report += stored
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


def _values(row: Row) -> dict[str, Any]:
    values = row.raw("values")
    if not isinstance(values, dict) or not values:
        row.problem("values", "至少写一个数据项")
        return {}
    for element, value in values.items():
        if not ELEMENT.fullmatch(element):
            row.problem(f"values.{element}", "数据项应形如 org.name 或 person.address")
        elif not isinstance(value, str | int | float | bool):
            row.problem(f"values.{element}", "应为文字、数字或 true/false")
    return dict(values)
