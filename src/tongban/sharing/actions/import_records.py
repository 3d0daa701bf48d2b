"""Take in what a provider sends of its register: a whole file, or rows one by one with a verdict for each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow
from tongban.parties.actions import record_event
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.reports import Report
from tongban.parties.rules.rows import Sheet
from tongban.sharing.access import own_registers
from tongban.sharing.actions.read_records import read_records
from tongban.sharing.actions.store_records import counted, store_records
from tongban.sharing.models import TABLES, Register, RegisterRecord
from tongban.sharing.rules.record_files import rows_of

BATCH = 20_000
MOST_ROWS = 1000


class HeldElsewhere(NotAllowedNow):
    """The register is asked through a connector: nothing of it is kept here."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a row: created, changed, unchanged or refused, and then what is wrong by field."""

    row: int
    row_guid: str
    outcome: str
    errors: Mapping[str, str] = field(default_factory=dict)


def kept_register(key: str, actor: Actor) -> Register:
    """Return a register that the actor keeps. Raises NotFound, alike for one of others; HeldElsewhere."""
    found = own_registers(actor).filter(key=key).prefetch_related("fields").first()
    if found is None:
        raise NotFound(_("没有这个信息库，或者不由您的单位提供。"))
    if found.connector:
        raise HeldElsewhere(_("这个信息库由提供单位的系统直接应答，不在这里存放数据。"))
    return found


def import_file(
    *,
    register: str,
    data: bytes,
    name: str,
    actor: Actor,
    at: dt.datetime,
    preview: bool = False,
    said: Callable[[int], Any] = lambda rows: None,
) -> Report:
    """Store the records of a file, all or none, and return how many were new, changed and the same.

    With `preview` nothing is written. `said` hears of each batch. Run twice, the second time changes nothing. Raises
    ImportRefused with every problem by row and field, NotFound, HeldElsewhere.
    """
    of = kept_register(register, actor)
    elements = {name: one.element for one in of.fields.all() for name in (one.label, one.element)}
    rows = rows_of(data, name, elements)
    return import_rows(register=register, rows=rows, name=name, actor=actor, at=at, preview=preview, said=said)


@transaction.atomic
def import_rows(
    *,
    register: str,
    rows: Sequence[Mapping[str, Any]],
    name: str,
    actor: Actor,
    at: dt.datetime,
    preview: bool = False,
    said: Callable[[int], Any] = lambda rows: None,
) -> Report:
    """Store rows `subject object object_name as_of row_guid values` as `import_file` does; `name` is in problems."""
    of = kept_register(register, actor)
    sheet = Sheet(name, rows)
    records = read_records(of, {one.element for one in of.fields.all()}, sheet, day_of(at))
    _refuse_moved(of, sheet, records)
    sheet.refuse_if_bad()
    report = Report()
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        report += counted(batch, store_records(batch))
        said(len(batch))
    if preview:
        transaction.set_rollback(True)
    elif report.created or report.changed:
        _note(of, actor, at, report.created, report.changed)
    return report


@transaction.atomic
def put_records(*, register: str, rows: Sequence[Mapping[str, Any]], actor: Actor, at: dt.datetime) -> list[Verdict]:
    """Store the rows that are right and return a verdict for each, in their order; what is wrong keeps no other back.

    Raises BadInput for more rows than fit, NotFound, HeldElsewhere.
    """
    of = kept_register(register, actor)
    if not 1 <= len(rows) <= MOST_ROWS:
        raise BadInput({"rows": _("一次应提交 1 到 %(most)d 行。") % {"most": MOST_ROWS}})
    sheet = Sheet(register, rows)
    records = read_records(of, {one.element for one in of.fields.all()}, sheet, day_of(at))
    _refuse_moved(of, sheet, records)
    wrong: dict[int, dict[str, str]] = {}
    for problem in sheet.problems:
        wrong.setdefault(problem.row, {}).setdefault(problem.field, str(problem.message))
    right = [record for number, record in enumerate(records, start=1) if number not in wrong]
    done = store_records(right)
    outcomes = Counter(done.values())
    if done:
        _note(of, actor, at, outcomes["created"], outcomes["changed"])
    return [
        Verdict(number, record.row_guid, "refused", wrong[number])
        if number in wrong
        else Verdict(number, record.row_guid, done.get((record.subject_code, record.object_code), "unchanged"))
        for number, record in enumerate(records, start=1)
    ]


def _refuse_moved(of: Register, sheet: Sheet, records: Sequence[RegisterRecord]) -> None:
    """Note the rows whose name at the provider (row_guid) belongs to another subject or object already."""
    named: dict[str, tuple[str, str]] = {}
    for record in records:
        if record.row_guid:
            named.setdefault(record.row_guid, (record.subject_code, record.object_code))
    if not named:
        return
    rows = TABLES[of.kind]._default_manager.filter(register=of, row_guid__in=list(named))
    held = {
        guid: (subject, thing) for guid, subject, thing in rows.values_list("row_guid", "subject_code", "object_code")
    }
    seen: Counter[str] = Counter()
    for row, record in zip(sheet, records, strict=True):
        guid = record.row_guid
        seen[guid] += 1
        if guid and (seen[guid] > 1 or held.get(guid, named[guid]) != (record.subject_code, record.object_code)):
            row.problem("row_guid", "这个行标识已用于另一条记录")


def _note(of: Register, actor: Actor, at: dt.datetime, created: int, changed: int) -> None:
    record_event(
        kind="import_records", subject=f"register:{of.pk}", actor=actor, at=at, created=created, changed=changed
    )
