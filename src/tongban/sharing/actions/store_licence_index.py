"""Keep the register of electronic licences in line with what the licences are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongban.kernel.clock import day_of
from tongban.parties.rules.reports import Report
from tongban.sharing.actions.store_records import counted, store_records
from tongban.sharing.models import LicenceRecord, Register


@dataclass(frozen=True, slots=True)
class LicenceEntry:
    """A licence as the register knows it: no more than which it is, whose, and how it stands."""

    identifier: str
    holder_code: str
    type_code: str
    type_name: str
    number: str
    issuer: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    state: str


def store_licence_index(*, entries: Sequence[LicenceEntry], at: dt.datetime) -> Report:
    """Store what is new or different in the city's register of licences, as of today; a city without one keeps none.

    An entry of another holder than before takes the place of the former's.
    """
    register = Register.objects.filter(kind=Register.Kind.LICENCES, connector="").order_by("key").first()
    if register is None or not entries:
        return Report()
    rows = LicenceRecord.objects.filter(register=register, object_code__in=[one.identifier for one in entries])
    kept = {row.object_code: row for row in rows}
    new = [one for one in entries if one.identifier not in kept or _entry(kept[one.identifier]) != one]
    moved = [kept[one.identifier].pk for one in new if one.identifier in kept and not _same_holder(kept, one)]
    LicenceRecord.objects.filter(pk__in=moved).delete()
    records = [
        LicenceRecord(
            register=register,
            subject_code=one.holder_code,
            object_code=one.identifier,
            object_name=f"{one.type_name} {one.number}"[:200],
            as_of=day_of(at),
            type_code=one.type_code,
            type_name=one.type_name,
            number=one.number,
            issuer=one.issuer,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            state=one.state,
        )
        for one in new
    ]
    unchanged = Report(unchanged=len(entries) - len(new))
    return unchanged + counted(records, store_records(records))


def _same_holder(kept: Mapping[str, LicenceRecord], one: LicenceEntry) -> bool:
    return kept[one.identifier].subject_code == one.holder_code


def _entry(row: LicenceRecord) -> LicenceEntry:
    return LicenceEntry(
        identifier=row.object_code,
        holder_code=row.subject_code,
        type_code=row.type_code,
        type_name=row.type_name,
        number=row.number,
        issuer=row.issuer,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        state=row.state,
    )
