"""Take the enterprises of a published business register into the register of legal persons."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tongban.kernel.clock import day_of
from tongban.parties.actions import record_event
from tongban.parties.queries import regions_within
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.reports import ImportRefused, Problem, Report
from tongban.sharing.actions.import_records import BATCH, kept_register
from tongban.sharing.actions.store_records import counted, store_records
from tongban.sharing.models import LegalPersonRecord, Register
from tongban.sharing.rules.enterprises import COLUMNS, Enterprise, Oddity, Reader

COUNTY = 4


@dataclass(frozen=True, slots=True)
class EnterpriseReport:
    """What an import did: `rows` were read, `stored` says what became of those that can be kept, and every oddity."""

    rows: int
    stored: Report
    oddities: tuple[Oddity, ...]
    sorts: tuple[tuple[str, str, int], ...]

    @property
    def dropped(self) -> list[Oddity]:
        """Return the oddities for which rows could not be kept."""
        return [one for one in self.oddities if not one.kept]


@transaction.atomic
def import_enterprises(
    *,
    data: bytes,
    name: str,
    actor: Actor,
    at: dt.datetime,
    register: str = "legal-persons",
    as_of: dt.date | None = None,
    said: Callable[[int], Any] = lambda rows: None,
) -> EnterpriseReport:
    """Store the enterprises of a table (CSV in UTF-8) and report each oddity by row and field; run twice, the second
    time changes nothing.

    Capital is kept in yuan where it can be read as such, and always as it was written. The region follows from the
    address, or from the code where that names none. Raises ImportRefused for a file of another form, NotFound.
    """
    of, day = kept_register(register, actor), day_of(at)
    reader, report, rows = Reader(day), Report(), 0
    counties = _counties()
    batch: list[LegalPersonRecord] = []
    for number, row in _lines(data, name):
        rows = number
        found = reader.read(number, row)
        if found is not None:
            batch.append(_record(of, found, as_of or day, counties))
        if len(batch) == BATCH:
            report += counted(batch, store_records(batch))
            said(len(batch))
            batch = []
    report += counted(batch, store_records(batch))
    said(len(batch))
    if report.created or report.changed:
        facts = {"created": report.created, "changed": report.changed}
        record_event(kind="import_enterprises", subject=f"register:{of.pk}", actor=actor, at=at, **facts)
    return EnterpriseReport(rows, report, tuple(reader.oddities), tuple(reader.counted()))


def _lines(data: bytes, name: str) -> Iterator[tuple[int, Mapping[str, str | None]]]:
    try:
        table = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        missing = set(COLUMNS) - set(table.fieldnames or ())
        if missing:
            raise ImportRefused([Problem(name, 1, one, "没有这一列") for one in sorted(missing)])
        yield from enumerate(table, start=1)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ImportRefused([Problem(name, 1, "", "应为 UTF-8 的 CSV 表格")]) from error


def _record(of: Register, one: Enterprise, as_of: dt.date, counties: Mapping[str, str]) -> LegalPersonRecord:
    return LegalPersonRecord(
        register=of,
        subject_code=one.uscc,
        as_of=as_of,
        name=one.name,
        entity_kind=one.kind,
        capital_yuan=one.capital.yuan,
        capital_text=one.capital.text,
        capital_currency=one.capital.currency,
        business_scope=one.scope,
        address=one.address,
        region_code=next((code for name, code in counties.items() if name in one.address), f"{one.uscc[2:8]}000000"),
        registered_on=one.registered_on,
    )


def _counties() -> dict[str, str]:
    """Return the codes of the city's districts and counties by name."""
    return {one.name: one.code for one in regions_within("") if one.level == COUNTY}
